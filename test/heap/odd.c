/* ODD: a heap whose last granule is shorter than the others. */
#include "psa_manifest/odd.h"
#include "teller.h"

enum { HEAP_SIZE = 1003 };

psa_status_t odd_sfn(const psa_msg_t* message) { return tell_of_heap(message, HEAP_SIZE); }
