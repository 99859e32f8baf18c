/* LATE: enrols while it initialises. */
#include "psa_manifest/late.h"
#include "boot.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"

psa_status_t late_init(void) { return psa_call(REGISTRAR_SERVICE_HANDLE, ENROL, NULL, 0, NULL, 0); }
psa_status_t late_service_sfn(const psa_msg_t* msg) { return msg->type; }
