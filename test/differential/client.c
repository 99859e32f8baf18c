/* What both clients do. */
#include "client.h"

#include "raise.h"
#include "script.h"
#include "tfm_psa_call_pack.h"

psa_status_t serve_errand(const psa_msg_t* message) {
  struct errand errand;
  struct outcome outcome;
  if (psa_read(message->handle, 0, &errand, sizeof errand) != sizeof errand) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  do_errand(&errand, &outcome);
  psa_write(message->handle, 0, &outcome, sizeof outcome);
  return PSA_SUCCESS;
}

int32_t call_raw(int32_t handle, uint32_t control, const psa_invec* in, psa_outvec* out) {
  return tfm_psa_call_pack(handle, control, in, out);
}

/* A partition has no handlers of the other world. */
void raise_over(uint32_t source, uint32_t over) {
  (void)over;
  postern_raise(source);
}
