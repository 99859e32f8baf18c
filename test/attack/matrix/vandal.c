#include "psa_manifest/vandal.h"
#define SERVICE vandal_sfn
#include "intruder.h"
