#include "psa_manifest/app_a.h"

#define STATION_MODEL_IPC APP_A_MODEL_IPC
#define STATION_MAIN app_a_main
#define STATION_PLAIN app_a_plain_sfn
#define STATION_SESSION app_a_session_sfn
#include "station.h"
