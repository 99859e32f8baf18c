/* The state of your RTOS, for the non-secure library (rule NSI-5). You supply this function. */
#ifndef OS_WRAPPER_KERNEL_H
#define OS_WRAPPER_KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Returns 0 until a second thread can run; until then there is no thread to lock out. */
uint32_t os_wrapper_is_kernel_started(void);

#ifdef __cplusplus
}
#endif

#endif
