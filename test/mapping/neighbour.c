// SPDX-License-Identifier: Apache-2.0

/* NEIGHBOUR: a client of MAPPER and ROOT with vectors in its own constants and its own memory. Its other bytes must not
 * change. */
#include <stdbool.h>
#include <string.h>

#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/neighbour.h"
#include "psa_manifest/sid.h"
#include "requests.h"

enum { GRANULE = 32, UNTOUCHED = 0xC7 };

static const _Alignas(GRANULE) uint8_t from[2 * GRANULE] = {1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233};
static _Alignas(GRANULE) uint8_t to[7][GRANULE];

static bool is_untouched(const uint8_t* first, const uint8_t* end) {
  while (first != end) {
    if (*first++ != UNTOUCHED) {
      return false;
    }
  }
  return true;
}

static psa_status_t copy(psa_handle_t handle, int32_t type, const uint8_t* source, uint8_t* target, size_t size) {
  const psa_invec in = {source, size};
  psa_outvec out = {target, size};
  const psa_status_t status = psa_call(handle, type, &in, 1, &out, 1);

  if (status == PSA_SUCCESS && (out.len != size || memcmp(source, target, size) != 0 || !is_untouched(to[0], target) ||
                                !is_untouched(target + size, to[6] + GRANULE))) {
    return PSA_ERROR_GENERIC_ERROR;
  }
  return status;
}

/* One input is constant, one is not; there is memory before, between and after the outputs. */
static psa_status_t map_four(void) {
  const psa_invec in[2] = {{from, GRANULE}, {to[1], GRANULE}};
  psa_outvec out[2] = {{to[3], GRANULE}, {to[5], GRANULE}};
  const psa_status_t status = psa_call(MAPPER_HANDLE, MAP_FOUR, in, 2, out, 2);
  bool right = out[0].len == GRANULE && out[1].len == GRANULE;

  for (unsigned i = 0; i < GRANULE; i++) {
    right &= to[3][i] == (uint8_t)(from[i] + UNTOUCHED) && to[5][i] == (uint8_t)(from[i] + UNTOUCHED + 1);
  }
  right &= is_untouched(to[0], to[3]) && is_untouched(to[4], to[5]) && is_untouched(to[6], to[6] + GRANULE);
  return status == PSA_SUCCESS && !right ? PSA_ERROR_GENERIC_ERROR : status;
}

psa_status_t neighbour_sfn(const psa_msg_t* msg) {
  memset(to, UNTOUCHED, sizeof to);
  switch (msg->type) {
    case WHOLE_GRANULES: return copy(MAPPER_HANDLE, MAP_AND_COPY, from, to[3], GRANULE);
    case FOUR_OF_WHOLE_GRANULES: return map_four();
    case OF_ANY_PLACE: return copy(MAPPER_HANDLE, MAP_AND_COPY, from + 1, to[3] + 5, 10);
    case OF_ANY_PLACE_ROOT: return copy(ROOT_HANDLE, ROOT_MAPS, from + 3, to[2] + 31, GRANULE + 2);
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
