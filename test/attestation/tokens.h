/* SPDX-License-Identifier: Apache-2.0 */

/* What the programs of this suite have in common. */
#ifndef TOKENS_H
#define TOKENS_H

#include "psa/initial_attestation.h"
#include "scenario.h"

enum { MOST_CHALLENGE = PSA_INITIAL_ATTEST_CHALLENGE_SIZE_64 };

/* Bytes that differ from each other. */
extern const uint8_t challenge[MOST_CHALLENGE + 1];

/* With the word `tokens` on the command line: prints a token for each size of a challenge, and one of the partition, as
 * lines `token NAME HEX`, and ends. */
void print_tokens_if_wanted(void);

#endif
