// SPDX-License-Identifier: Apache-2.0

/* What the board gives as its device key: POSTERN_DEVICE_KEY, or device_key.c of the board's folder. If that
 * folder has a device_key.yaml with the device DEVICE_KEY, the Crypto service owns that region. */
#ifndef DEVICE_KEY_H
#define DEVICE_KEY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DEVICE_KEY_SIZE 32

/* Fills the key: random numbers that are the same at each start, of no other device, and that no other party can read.
 * Returns 1, or 0 if the board has none. */
int take_device_key(uint8_t key[DEVICE_KEY_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
