/* CLIENT_ONE and CLIENT_TWO: do one errand for each request. */
#ifdef IS_CLIENT_ONE
#include "psa_manifest/client_one.h"
#else
#include "psa_manifest/client_two.h"
#endif
#include "psa/service.h"
#include "script.h"

static psa_status_t serve(const psa_msg_t* message) {
  struct errand errand;
  struct outcome outcome;
  if (psa_read(message->handle, 0, &errand, sizeof errand) != sizeof errand) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  do_errand(&errand, &outcome);
  psa_write(message->handle, 0, &outcome, sizeof outcome);
  return PSA_SUCCESS;
}

#ifdef IS_CLIENT_ONE
psa_status_t client_one_sfn(const psa_msg_t* message) { return serve(message); }
#else
psa_status_t client_two_sfn(const psa_msg_t* message) { return serve(message); }
#endif
