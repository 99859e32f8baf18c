/* LAYERED: enrols while it initialises, and calls whatever else it depends on. A wrong answer is a panic at boot. */
#include "psa_manifest/layered.h"
#include "boot.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

psa_status_t layered_init(void) {
  const psa_status_t status = psa_call(REGISTRAR_SERVICE_HANDLE, ENROL, NULL, 0, NULL, 0);
  if (psa_call(PLAIN_SERVICE_HANDLE, 0, NULL, 0, NULL, 0) != 1) {
    return PSA_ERROR_BAD_STATE;
  }
#ifdef SLOW_SERVICE_SID
  if (psa_call(SLOW_SERVICE_HANDLE, 7, NULL, 0, NULL, 0) != 107) {
    return PSA_ERROR_BAD_STATE;
  }
#endif
  return status;
}
psa_status_t layered_service_sfn(const psa_msg_t* msg) { return msg->type; }
