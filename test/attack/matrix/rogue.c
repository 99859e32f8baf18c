#include "psa_manifest/rogue.h"
#define SERVICE rogue_sfn
#include "intruder.h"
