/* The results of every function that an RTOS supplies for the non-secure library (rules NSI-3, NSI-5). */
#ifndef OS_WRAPPER_COMMON_H
#define OS_WRAPPER_COMMON_H

#define OS_WRAPPER_SUCCESS (0x0u)
#define OS_WRAPPER_ERROR (0xFFFFFFFFu)
#define OS_WRAPPER_WAIT_FOREVER (0xFFFFFFFFu)

#endif
