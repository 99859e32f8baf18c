/* What both clients do. */
#include "client.h"

#include "raise.h"
#include "script.h"

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

/* A partition has no handlers of the other world. */
void raise_over(uint32_t source, uint32_t over) {
  (void)over;
  postern_raise(source);
}
