/* EARLY: enrols while it initialises, and answers what is neither success nor an error (SFN-10). */
#include "psa_manifest/early.h"
#include "boot.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

psa_status_t early_init(void) {
  return psa_call(REGISTRAR_SERVICE_HANDLE, ENROL, NULL, 0, NULL, 0) == PSA_SUCCESS ? 3 : PSA_ERROR_BAD_STATE;
}
psa_status_t early_service_sfn(const psa_msg_t* msg) { return msg->type; }
