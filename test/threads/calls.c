// SPDX-License-Identifier: Apache-2.0

#include "calls.h"

#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

static const uint32_t packed = PARAM_PACK(PSA_IPC_CALL, 1, 1);

static int32_t fill(uint8_t* from, uint8_t first_byte) {
  int32_t sum = 0;
  for (unsigned i = 0; i < BYTES; i++) {
    from[i] = (uint8_t)(first_byte + i * 3);
    sum += from[i];
  }
  return sum;
}

static bool are_struck(const uint8_t* from, const uint8_t* to) {
  for (unsigned i = 0; i < BYTES; i++) {
    if ((to[i] ^ from[i]) != 0xFF) {
      return false;
    }
  }
  return true;
}

bool strike(uint8_t first_byte) {
  uint8_t from[BYTES];
  uint8_t to[BYTES] = {0};
  const int32_t sum = fill(from, first_byte);
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  return psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == sum && out.len == BYTES &&
         are_struck(from, to) && psa_version(ANVIL_STRIKE_SID) == 1;
}

bool all_gates_serve(void) {
  uint8_t from[BYTES];
  uint8_t to[BYTES] = {0};
  const int32_t sum = fill(from, 17);
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  const bool is_struck =
      tfm_psa_call_veneer(ANVIL_STRIKE_HANDLE, packed, &in, &out) == sum && out.len == BYTES && are_struck(from, to);
  const psa_handle_t door = tfm_psa_connect_veneer(PORTER_DOOR_SID, 1);
  const psa_status_t closed = tfm_psa_call_veneer(door, PARAM_PACK(PSA_IPC_CALL, 0, 0), NULL, NULL);
  tfm_psa_close_veneer(door);
  const psa_handle_t next_door = tfm_psa_connect_veneer(PORTER_DOOR_SID, 1);
  const psa_status_t closed_now = tfm_psa_call_veneer(next_door, PARAM_PACK(PSA_IPC_CALL, 0, 0), NULL, NULL);
  tfm_psa_close_veneer(next_door);
  return is_struck && door > 0 && closed_now == closed + 1 &&
         tfm_psa_framework_version_veneer() == PSA_FRAMEWORK_VERSION && tfm_psa_version_veneer(ANVIL_STRIKE_SID) == 1;
}

bool all_gates_refuse(void) {
  const uint8_t from[4] = {0};
  uint8_t to[4] = {0x5A, 0x5A, 0x5A, 0x5A};
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  const bool refused = tfm_psa_framework_version_veneer() == PSA_FRAMEWORK_VERSION &&
                       tfm_psa_version_veneer(ANVIL_STRIKE_SID) == PSA_VERSION_NONE &&
                       tfm_psa_connect_veneer(ANVIL_STRIKE_SID, 1) == PSA_ERROR_CONNECTION_REFUSED &&
                       tfm_psa_call_veneer(ANVIL_STRIKE_HANDLE, packed, &in, &out) == PSA_ERROR_PROGRAMMER_ERROR;
  tfm_psa_close_veneer(PSA_NULL_HANDLE);
  return refused && out.len == sizeof to && to[0] == 0x5A && to[3] == 0x5A;
}

bool library_is_refused(void) {
  const uint8_t from[4] = {0};
  uint8_t to[4] = {0x5A, 0x5A, 0x5A, 0x5A};
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};
  const bool refused = psa_framework_version() == PSA_FRAMEWORK_VERSION &&
                       psa_version(ANVIL_STRIKE_SID) == PSA_VERSION_NONE &&
                       psa_connect(ANVIL_STRIKE_SID, 1) == PSA_ERROR_CONNECTION_REFUSED &&
                       psa_call(ANVIL_STRIKE_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == PSA_ERROR_PROGRAMMER_ERROR;
  psa_close(PSA_NULL_HANDLE);
  return refused && out.len == sizeof to && to[0] == 0x5A && to[3] == 0x5A;
}
