/* The state of your RTOS, for the non-secure library (rule NSI-5). You supply this function. */
#ifndef OS_WRAPPER_KERNEL_H
#define OS_WRAPPER_KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Not 0 from the moment on at which a second thread can run; before it there is nobody to lock out. */
uint32_t os_wrapper_is_kernel_started(void);

#ifdef __cplusplus
}
#endif

#endif
