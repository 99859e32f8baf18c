/* SPDX-License-Identifier: Apache-2.0 */

/* What a board knows about its device: a C file of the product, or one of the board's folder, has all of these
 * functions. Each returns 1, or 0 for what the board does not have; nothing takes its place. They are called once, when
 * the service starts. Without a key or without an implementation id the service makes no token. */
#ifndef ATTEST_BOARD_H
#define ATTEST_BOARD_H

#include <stdint.h>

enum { ATTEST_KEY_SIZE = 32, ATTEST_ID_SIZE = 32 };

/* The private key of this device, on the curve P-256, big-endian. It goes into the Crypto service, and the copy is
 * erased. */
int attest_device_key(uint8_t key[ATTEST_KEY_SIZE]);

/* Which hardware and immutable code this is: the same for all devices of a kind. */
int attest_implementation_id(uint8_t id[ATTEST_ID_SIZE]);

/* A random number that was made for this boot. Without it the service takes one from Crypto. */
int attest_boot_seed(uint8_t seed[ATTEST_ID_SIZE]);

/* The state of psa/lifecycle.h. Without it the token has what psa_rot_lifecycle_state() answers: unknown, as a rule. */
int attest_lifecycle(uint32_t* lifecycle);

/* The certificate of this kind of device, as "1234567890123-12345", and the address of a service that verifies its
 * tokens. NULL leaves the claim out. */
const char* attest_certification_reference(void);
const char* attest_verifier(void);

#endif
