/* SPDX-License-Identifier: Apache-2.0 */

/* Fuses. The machine of QEMU has memory there, in which all are zero. */
#include "device_key.h"
#include "ns_board.h"

int take_device_key(uint8_t key[DEVICE_KEY_SIZE]) {
  const volatile uint8_t* const fuses = (const volatile uint8_t*)BOARD_DEVICE_KEY;

  for (uint32_t i = 0; i < DEVICE_KEY_SIZE; i++) {
    key[i] = (uint8_t)(fuses[i] ^ i);
  }
  return 1;
}
