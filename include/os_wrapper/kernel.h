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

#ifdef __cplusplus
}
#endif

#endif
