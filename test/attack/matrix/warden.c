#include "psa_manifest/warden.h"
#define SERVICE warden_sfn
#include "intruder.h"
