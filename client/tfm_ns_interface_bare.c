// SPDX-License-Identifier: Apache-2.0

/* tfm_ns_interface.h without an RTOS: a direct call, no lock. Define functions of the same names to replace it. */
#include "tfm_ns_interface.h"

__attribute__((weak)) int32_t tfm_ns_interface_dispatch(veneer_fn fn, veneer_argument arg0, veneer_argument arg1,
                                                        veneer_argument arg2, veneer_argument arg3) {
  return fn(arg0, arg1, arg2, arg3);
}

__attribute__((weak)) uint32_t tfm_ns_interface_init(void) { return 0; }
