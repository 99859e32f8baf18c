// SPDX-License-Identifier: Apache-2.0

/* The non-secure application that runs the suite. */
#include "stories.h"
#include "tfm_ns_interface.h"

/* Ends the emulation with this status (semihosting). */
void end(uint32_t status) {
  uint32_t parameters[] = {0x20026, status};
  register uint32_t r0 __asm__("r0") = 0x20;
  register uint32_t* r1 __asm__("r1") = parameters;
  for (;;) {
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
  }
}

int main(void) {
  (void)tfm_ns_interface_init();
  run_hosting();
  return 0;
}
