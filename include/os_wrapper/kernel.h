// SPDX-License-Identifier: Apache-2.0

/* The state of your RTOS, for the non-secure library (rule NSI-5). */
#ifndef OS_WRAPPER_KERNEL_H
#define OS_WRAPPER_KERNEL_H

#include <stdbool.h>

#include "os_wrapper/common.h"

#ifdef __cplusplus
extern "C" {
#endif

/* False until a second thread can run: until then there is no thread to lock out. You supply this function. Without it
 * the library takes its mutex for every call, as it did before TF-M 2.3: your mutex must then work from the first call
 * on. */
bool os_wrapper_is_kernel_started(void);

/* False in a handler, and in a thread that has masked the interrupts by which your RTOS switches threads. Such a caller
 * cannot wait for a mutex, so the library makes its call without one: it is served if no other is outstanding, and
 * refused if one is; in a handler it is refused. TF-M has no such function, and it is optional: without it the library
 * asks for the mutex again and again until your RTOS gives it. */
bool os_wrapper_can_wait(void);

#ifdef __cplusplus
}
#endif

#endif
