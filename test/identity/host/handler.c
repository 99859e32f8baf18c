// SPDX-License-Identifier: Apache-2.0

/* Non-secure handler mode on the host. */
#include "supervisor.h"

#include "raise.h"

void in_handler(void (*function)(void)) { postern_in_non_secure_handler(function); }
