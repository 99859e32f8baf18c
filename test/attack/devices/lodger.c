/* LODGER: uses what it is told, which may be another's. */
#include "psa_manifest/lodger.h"
#include "psa/service.h"
#include "regions.h"

psa_status_t lodger_sfn(const psa_msg_t* message) {
  struct attempt told;
  if (psa_read(message->handle, 0, &told, sizeof told) != sizeof told) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  attempt(&told);
  return PSA_SUCCESS;
}
