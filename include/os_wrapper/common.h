// SPDX-License-Identifier: Apache-2.0

/* The constants of the functions that an RTOS supplies for the non-secure library (rules NSI-3, NSI-5). */
#ifndef OS_WRAPPER_COMMON_H
#define OS_WRAPPER_COMMON_H

#include <stdint.h>

#define OS_WRAPPER_SUCCESS (0x0)
#define OS_WRAPPER_ERROR (0xFFFFFFFFu)
#define OS_WRAPPER_WAIT_FOREVER (0xFFFFFFFFu)

/* For wrappers that create threads, as TF-M's tests have. The library creates none. */
#define OS_WRAPPER_DEFAULT_STACK_SIZE (-1)

#endif
