// SPDX-License-Identifier: Apache-2.0

/* What both partitions do, each with its own heap. */
#ifndef TELLER_H
#define TELLER_H

#include <stddef.h>

#include "psa/service.h"

psa_status_t tell_of_heap(const psa_msg_t* message, size_t heap_size);

#endif
