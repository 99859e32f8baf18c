/* FAILING: its init function fails, so none of its secure functions may ever run (SFN-10). */
#include "psa_manifest/failing.h"
#include "psa/service.h"

psa_status_t failing_init(void) { return PSA_ERROR_INSUFFICIENT_STORAGE; }
psa_status_t last_words_sfn(const psa_msg_t* msg) { return msg->type; }
