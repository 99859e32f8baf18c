// SPDX-License-Identifier: Apache-2.0

/* Without TFM_NS_MANAGE_NSID all non-secure code is one client. */
#include "clients.h"

void begin_client(void) {}

uint32_t wrong_across_clients(void) { return 0; }
