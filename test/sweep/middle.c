// SPDX-License-Identifier: Apache-2.0

/* MIDDLE: secure functions between the other two partitions, of a stateless service and of one with connections. */
#include "psa_manifest/middle.h"

#include "look.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "sweep.h"
#include "tfm_psa_call_pack.h"

static uint32_t damage;

/* Sends the client's bytes through LOWER and back. */
static psa_status_t pass_on(psa_handle_t message) {
  uint8_t bytes[BYTES];
  uint8_t copies[BYTES] = {0};
  const size_t count = psa_read(message, 0, bytes, sizeof bytes);
  const psa_invec in = {bytes, count};
  psa_outvec out = {copies, sizeof copies};
  const uint32_t status = watched(&damage, (const void*)tfm_psa_call_pack, (uint32_t)LOWER_HANDLE,
                                  PARAM_PACK(COPY, 1, 1), (uint32_t)&in, (uint32_t)&out);
  psa_write(message, 0, copies, out.len);
  return damage == 0 ? (psa_status_t)status : WRONG;
}

/* The same bytes, in parts, and without an answer but the status. */
static psa_status_t spread(psa_handle_t message) {
  uint8_t bytes[BYTES];
  psa_invec parts[PARTS];
  const size_t size = psa_read(message, 0, bytes, sizeof bytes) / PARTS;
  for (unsigned i = 0; i < PARTS; i++) {
    parts[i] = (psa_invec){bytes + i * size, size};
  }
  const uint32_t status = watched(&damage, (const void*)tfm_psa_call_pack, (uint32_t)LOWER_HANDLE,
                                  PARAM_PACK(GATHER, PARTS, 0), (uint32_t)parts, 0);
  return damage == 0 ? (psa_status_t)status : WRONG;
}

psa_status_t middle_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case NESTED: return pass_on(message->handle);
    case SPREAD: return spread(message->handle);
    default: return RIGHT;
  }
}

psa_status_t bound_sfn(const psa_msg_t* message) {
  if (message->type == PSA_IPC_CONNECT || message->type == PSA_IPC_DISCONNECT) {
    return PSA_SUCCESS;
  }
  return pass_on(message->handle);
}
