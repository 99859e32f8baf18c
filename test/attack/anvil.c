// SPDX-License-Identifier: Apache-2.0

/* ANVIL: a service that works slowly, a byte at a time. Its answer shows whether anything disturbed it. */
#include "psa_manifest/anvil.h"
#include "psa/service.h"

psa_status_t anvil_strike_sfn(const psa_msg_t* msg) {
  psa_status_t sum = 0;
  uint8_t byte;

  while (psa_read(msg->handle, 0, &byte, 1) == 1) {
    sum += byte;
    byte = (uint8_t)~byte;
    psa_write(msg->handle, 0, &byte, 1);
  }
  return sum;
}
