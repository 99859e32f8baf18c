// SPDX-License-Identifier: Apache-2.0

/* LENDER: a client with vectors of its own, one constant and one variable, which are whole granules. */
#include <string.h>

#include "lending.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/lender.h"
#include "psa_manifest/sid.h"

static const _Alignas(GRANULE) uint8_t input[LENT + 2 * GRANULE] = {[GRANULE] = 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31};
static _Alignas(GRANULE) uint8_t output[LENT + 2 * GRANULE];

static psa_status_t lend(int32_t type, const struct task* task, psa_invec lent, psa_outvec* out) {
  const psa_invec in[2] = {{task, sizeof *task}, lent};
  return psa_call(BORROWER_HANDLE, type, in, 2, out, 1);
}

static psa_status_t lend_part(const struct task* task) {
  const struct task nothing = {.moment = MOMENTS};
  psa_invec in = {input + GRANULE, GRANULE};
  psa_outvec out = {output + GRANULE, GRANULE};

  switch (task->moment) {
    case INPUT_AT_ODD_PLACE: in.base = input + GRANULE + 1; break;
    case INPUT_OF_ODD_LENGTH: in.len--; break;
    case OUTPUT_AT_ODD_PLACE: out.base = output + GRANULE - 4; break;
    case OUTPUT_OF_ODD_LENGTH: out.len += 4; break;
    default: in.base = (const void*)0x30000300u; break;
  }
  return lend(ATTEMPT, &nothing, in, &out);
}

psa_status_t lender_sfn(const psa_msg_t* msg) {
  static const struct places places = {(uint32_t)(input + GRANULE), (uint32_t)(output + GRANULE)};
  struct task task;

  if (msg->type == TELL_PLACES) {
    psa_write(msg->handle, 0, &places, sizeof places);
    return PSA_SUCCESS;
  }
  if (psa_read(msg->handle, 0, &task, sizeof task) != sizeof task) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  if (msg->type == LEND_PART) {
    return lend_part(&task);
  }
  psa_outvec out = {output + GRANULE, LENT};
  memset(output, 0, sizeof output);
  const psa_status_t status = lend(msg->type, &task, (psa_invec){input + GRANULE, LENT}, &out);
  return msg->type != COPY || memcmp(input, output, sizeof input) == 0 ? status : PSA_ERROR_GENERIC_ERROR;
}
