// SPDX-License-Identifier: Apache-2.0

/* What the services of the RTOS example and their clients agree on. */
#ifndef RTOS_SERVICES_H
#define RTOS_SERVICES_H

#include <stddef.h>
#include <stdint.h>

/* TELLER: an account belongs to the client that calls. */
enum { TELLER_ACCOUNTS = 4 };
struct statement {
  int32_t client_id; /* as the service sees it */
  int32_t balance;
};

/* NOTARY: the seal of a text, which grows with each byte. */
enum { SEAL_OF_NOTHING = 1 };
static inline uint32_t seal_with(uint32_t seal, uint8_t byte) { return (seal ^ byte) * 0x01000193u; }

#endif
