// SPDX-License-Identifier: Apache-2.0

/* tfm_ns_interface.h without an RTOS: a direct call, no lock. Define functions of the same names to replace it. */
#include "tfm_ns_interface.h"

#if defined(__GNUC__) && defined(__arm__)
#define UNUSED __attribute__((unused))
/* The C below in six instructions: GCC 12 needs nine, because it saves a register to keep fn in. */
__attribute__((weak, naked)) int32_t tfm_ns_interface_dispatch(UNUSED veneer_fn fn, UNUSED veneer_argument arg0,
                                                               UNUSED veneer_argument arg1, UNUSED veneer_argument arg2,
                                                               UNUSED veneer_argument arg3) {
  __asm volatile(
      "mov ip, r0\n\t"
      "mov r0, r1\n\t"
      "mov r1, r2\n\t"
      "mov r2, r3\n\t"
      "ldr r3, [sp]\n\t"
      "bx  ip");
}
#else
__attribute__((weak)) int32_t tfm_ns_interface_dispatch(veneer_fn fn, veneer_argument arg0, veneer_argument arg1,
                                                        veneer_argument arg2, veneer_argument arg3) {
  return fn(arg0, arg1, arg2, arg3);
}
#endif

__attribute__((weak)) uint32_t tfm_ns_interface_init(void) { return 0; }
