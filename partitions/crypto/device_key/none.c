// SPDX-License-Identifier: Apache-2.0

/* A board without a device key: what needs one is refused. */
#include "device_key.h"

int take_device_key(uint8_t key[DEVICE_KEY_SIZE]) {
  (void)key;
  return 0;
}
