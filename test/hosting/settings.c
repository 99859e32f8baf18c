// SPDX-License-Identifier: Apache-2.0

/* Macros and options given to postern_add_partition() arrive: ON is 1, and OFF is not defined. */
#include "hosting.h"

#if CONFIG_HOSTING_COUNT != 3 || CONFIG_HOSTING_ON != 1 || defined(CONFIG_HOSTING_OFF) || CONFIG_HOSTING_OPTION != 7
#error "DEFINES or OPTIONS of the partition are not those of the call"
#endif
