// SPDX-License-Identifier: Apache-2.0

/* The driver partition's services, as functions for its clients. */
#ifndef DRIVERS_H
#define DRIVERS_H

#include <stdint.h>

#include "psa/client.h"

psa_status_t print(const char* text);
psa_status_t nvmem_read(uint32_t offset, uint32_t* word);
psa_status_t nvmem_write(uint32_t offset, uint32_t word);
psa_status_t watchdog(int32_t request);

/* Connects for one request. */
psa_status_t request(uint32_t sid, uint32_t version, int32_t type, const psa_invec* in, size_t in_count,
                     psa_outvec* out, size_t out_count);

#endif
