// SPDX-License-Identifier: Apache-2.0

/* COFFER: its data and its code are what another partition must not reach. */
#include <string.h>

#include "faults.h"
#include "psa/service.h"
#include "psa_manifest/coffer.h"

static uint32_t sessions[8] = {1};

static uint32_t descend(volatile uint8_t* above, uint32_t depth) {
  volatile uint8_t here[64];
  here[0] = above[0];
  return depth == 0 ? here[0] : descend(here, depth - 1) + here[0];
}

psa_status_t coffer_sfn(const psa_msg_t* msg) {
  const struct places places = {(uint32_t)(uintptr_t)sessions, (uint32_t)(uintptr_t)coffer_sfn};
  if (msg->type == OVERFLOW_DEEP) {
    return (psa_status_t)descend((volatile uint8_t*)sessions, 1u << 20);
  }
  if (msg->type == ANNOY_COFFER) {
    return PSA_ERROR_PROGRAMMER_ERROR;
  }
  sessions[1]++;
  if (msg->out_size[0] == sizeof places) {
    psa_write(msg->handle, 0, &places, sizeof places);
  }
  return PSA_SUCCESS;
}

psa_status_t coffer_aloof_sfn(const psa_msg_t* msg) {
  (void)msg;
  return PSA_SUCCESS;
}
