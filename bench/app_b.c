#include "psa_manifest/app_b.h"

#define STATION_MODEL_IPC APP_B_MODEL_IPC
#define STATION_MAIN app_b_main
#define STATION_PLAIN app_b_plain_sfn
#define STATION_SESSION app_b_session_sfn
#define STATION_BYTES LARGEST_COPY
#include "station.h"
