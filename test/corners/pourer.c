// SPDX-License-Identifier: Apache-2.0

/* POURER: fills the vector of its client with one write, whose first and last byte are the type of the call. */
#include "psa_manifest/pourer.h"
#include "corners.h"
#include "psa/service.h"

static uint8_t bytes[POURED] __attribute__((aligned(8)));

psa_status_t pourer_sfn(const psa_msg_t* msg) {
  bytes[0] = bytes[POURED - 1] = (uint8_t)msg->type;
  psa_write(msg->handle, 0, bytes, sizeof bytes);
  return PSA_SUCCESS;
}
