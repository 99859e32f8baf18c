// SPDX-License-Identifier: Apache-2.0

/* tfm_ns_interface.h under an RTOS: one mutex, held for the whole of a secure call (NSI-4, NSR-1).
 *
 * The secure world serves one non-secure call at a time. Without the mutex a second thread is refused; and if it is
 * switched out inside the gate, the hardware keeps its registers on the same secure stack as those of the first thread,
 * and whichever of the two runs next gets the upper ones. With it threads take turns.
 *
 * A handler, and a thread with masked interrupts, cannot wait for a mutex, but cannot be switched out either: their
 * call goes to the gate at once, which serves or refuses it. Before the RTOS runs there is only one thread. */
#include <stddef.h>

#include "os_wrapper/kernel.h"
#include "os_wrapper/mutex.h"
#include "tfm_ns_interface.h"

static void* lock;

__attribute__((weak)) bool os_wrapper_is_kernel_started(void) { return true; }
__attribute__((weak)) bool os_wrapper_can_wait(void) { return true; }

int32_t tfm_ns_interface_dispatch(veneer_fn fn, veneer_argument arg0, veneer_argument arg1, veneer_argument arg2,
                                  veneer_argument arg3) {
  /* Read once: a mutex that was not taken is not released. */
  const bool locks = os_wrapper_is_kernel_started() && os_wrapper_can_wait();

  while (locks && os_wrapper_mutex_acquire(lock, OS_WRAPPER_WAIT_FOREVER) != OS_WRAPPER_SUCCESS) {
  }
  const int32_t result = fn(arg0, arg1, arg2, arg3);
  while (locks && os_wrapper_mutex_release(lock) != OS_WRAPPER_SUCCESS) {
  }
  return result;
}

uint32_t tfm_ns_interface_init(void) {
  if (lock != NULL) {
    return OS_WRAPPER_SUCCESS; /* a second mutex would let a thread past the first */
  }
  lock = os_wrapper_mutex_create();
  return lock != NULL ? OS_WRAPPER_SUCCESS : OS_WRAPPER_ERROR;
}
