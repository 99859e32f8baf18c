// SPDX-License-Identifier: Apache-2.0

/* NOTARY: it reads a text byte by byte, so a call takes long enough for the non-secure kernel to switch threads
 * meanwhile. */
#include "psa_manifest/notary.h"
#include "psa/service.h"
#include "rtos_services.h"

psa_status_t notary_sfn(const psa_msg_t* msg) {
  uint32_t seal = SEAL_OF_NOTHING;
  uint8_t byte;

  while (psa_read(msg->handle, 0, &byte, 1) == 1) {
    seal = seal_with(seal, byte);
  }
  psa_write(msg->handle, 0, &seal, sizeof seal);
  return PSA_SUCCESS;
}
