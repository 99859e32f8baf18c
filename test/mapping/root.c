// SPDX-License-Identifier: Apache-2.0

/* ROOT: copies its client's vector, or maps it. It is PSA-ROT. */
#include <string.h>

#include "psa/service.h"
#include "psa_manifest/root.h"
#include "requests.h"

static uint8_t copied[64];

psa_status_t root_sfn(const psa_msg_t* msg) {
  const size_t size = msg->in_size[0];

  if (size != msg->out_size[0] || (msg->type == ROOT_COPIES && size > sizeof copied)) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  if (msg->type == ROOT_COPIES) {
    (void)psa_read(msg->handle, 0, copied, size);
    psa_write(msg->handle, 0, copied, size);
    return PSA_SUCCESS;
  }
  const uint8_t* const in = psa_map_invec(msg->handle, 0);
  uint8_t* const out = psa_map_outvec(msg->handle, 0);
  memcpy(out, in, size);
  psa_unmap_outvec(msg->handle, 0, size);
  return PSA_SUCCESS;
}
