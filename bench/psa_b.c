#include "psa_manifest/psa_b.h"

#define STATION_MODEL_IPC PSA_B_MODEL_IPC
#define STATION_MAIN psa_b_main
#define STATION_PLAIN psa_b_plain_sfn
#define STATION_SESSION psa_b_session_sfn
#include "station.h"
