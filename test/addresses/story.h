// SPDX-License-Identifier: Apache-2.0

/* Requests of the non-secure program to the painters. */
#ifndef STORY_H
#define STORY_H

#include <stdint.h>

#include "psa/client.h"

/* Has the owner write all over one of its regions, and asks every partition whether anything else has changed. */
void expect_harmless(psa_handle_t owner, int32_t region, psa_handle_t other);

#endif
