/* NEIGHBOUR: a client of MAPPER's with vectors in its own constants and its own memory. */
#include <string.h>

#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/neighbour.h"
#include "psa_manifest/sid.h"
#include "requests.h"

static const uint8_t from[8] = {1, 1, 2, 3, 5, 8, 13, 21};
static uint8_t to[8];

psa_status_t neighbour_sfn(const psa_msg_t* msg) {
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  psa_status_t status;

  (void)msg;
  memset(to, 0, sizeof to);
  status = psa_call(MAPPER_HANDLE, MAP_AND_COPY, &in, 1, &out, 1);
  if (status == PSA_SUCCESS && (out.len != sizeof to || memcmp(from, to, sizeof to) != 0)) {
    status = PSA_ERROR_GENERIC_ERROR;
  }
  return status;
}
