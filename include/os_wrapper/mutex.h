// SPDX-License-Identifier: Apache-2.0

/* A mutex of your RTOS, for the one lock that the non-secure library needs (rule NSI-5). You supply these functions. */
#ifndef OS_WRAPPER_MUTEX_H
#define OS_WRAPPER_MUTEX_H

#include <stdint.h>

#include "os_wrapper/common.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Creates a mutex that no thread holds. Returns NULL if there is none left. */
void* os_wrapper_mutex_create(void);

/* Waits at most `timeout` (OS_WRAPPER_WAIT_FOREVER: without end) until the calling thread holds the mutex. Returns
 * OS_WRAPPER_SUCCESS or OS_WRAPPER_ERROR. */
uint32_t os_wrapper_mutex_acquire(void* handle, uint32_t timeout);

/* Called by the thread that holds the mutex. Returns OS_WRAPPER_SUCCESS or OS_WRAPPER_ERROR. */
uint32_t os_wrapper_mutex_release(void* handle);

/* OS_WRAPPER_SUCCESS or OS_WRAPPER_ERROR. */
uint32_t os_wrapper_mutex_delete(void* handle);

#ifdef __cplusplus
}
#endif

#endif
