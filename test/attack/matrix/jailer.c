#include "psa_manifest/jailer.h"
#define SERVICE jailer_sfn
#include "intruder.h"
