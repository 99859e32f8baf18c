#include "psa_manifest/psa_a.h"

#define STATION_MODEL_IPC PSA_A_MODEL_IPC
#define STATION_MAIN psa_a_main
#define STATION_PLAIN psa_a_plain_sfn
#define STATION_SESSION psa_a_session_sfn
#include "station.h"
