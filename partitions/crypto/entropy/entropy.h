// SPDX-License-Identifier: Apache-2.0

/* What the board gives of entropy: POSTERN_ENTROPY, or crypto_entropy.c of the board's folder, or one of the files of
 * this folder. If there is a device CRYPTO_SEED, the Crypto service owns that region: memory, or a generator's
 * registers. The function runs in the service, once, when it starts. */
#ifndef ENTROPY_H
#define ENTROPY_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* With the full strength of the board's source. */
#define ENTROPY_SIZE 48

/* Fills the seed, and leaves no copy behind. Returns 1, or 0 if the board has none. */
int take_entropy(uint8_t seed[ENTROPY_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
