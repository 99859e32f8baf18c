/* tfm_ns_interface.h under an RTOS: one mutex, held for the whole of a secure call (NSI-4, NSR-1).
 *
 * The secure world serves one non-secure call at a time and refuses a second one. So the mutex protects nothing: it
 * lets threads wait for their turn instead of being refused. Where the RTOS does not give it, because a handler or a
 * thread with masked interrupts cannot wait for it, the gate decides: it serves the call if no other is outstanding,
 * and refuses it if one is. Before the RTOS runs there is only one thread, and it could not wait for a mutex. */
#include <stddef.h>

#include "os_wrapper/kernel.h"
#include "os_wrapper/mutex.h"
#include "tfm_ns_interface.h"

static void* lock;

__attribute__((weak)) bool os_wrapper_is_kernel_started(void) { return true; }

int32_t tfm_ns_interface_dispatch(veneer_fn fn, veneer_argument arg0, veneer_argument arg1, veneer_argument arg2,
                                  veneer_argument arg3) {
  const bool locked = os_wrapper_is_kernel_started() && /* read once: a mutex that was not taken is not released */
                      os_wrapper_mutex_acquire(lock, OS_WRAPPER_WAIT_FOREVER) == OS_WRAPPER_SUCCESS;

  const int32_t result = fn(arg0, arg1, arg2, arg3);
  while (locked && os_wrapper_mutex_release(lock) != OS_WRAPPER_SUCCESS) {
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
