/* QUITTER: panics when it is called. */
#include "psa_manifest/quitter.h"
#include "psa/service.h"

psa_status_t last_words_sfn(const psa_msg_t* msg) {
  (void)msg;
  psa_panic();
}
