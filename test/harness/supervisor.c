// SPDX-License-Identifier: Apache-2.0

#include "supervisor.h"

#include <stdint.h>

enum { DROP_PRIVILEGE, REGAIN_PRIVILEGE, RUN_FUNCTION, NOT_PRIVILEGED = 1 };

static void (*handler_function)(void);

void drop_privilege(void) { __asm volatile("svc %0" ::"i"(DROP_PRIVILEGE) : "memory"); }
void regain_privilege(void) { __asm volatile("svc %0" ::"i"(REGAIN_PRIVILEGE) : "memory"); }

void in_handler(void (*function)(void)) {
  handler_function = function;
  __asm volatile("svc %0" ::"i"(RUN_FUNCTION) : "memory");
}

/* The number of the call is in the instruction before the return address. */
__attribute__((used)) static void handle(const uint32_t* frame) {
  const uint8_t number = ((const uint8_t*)frame[6])[-2];
  uint32_t control;
  if (number == RUN_FUNCTION) {
    handler_function();
    return;
  }
  __asm volatile("mrs %0, control" : "=r"(control));
  control &= ~(uint32_t)NOT_PRIVILEGED;
  control |= number == DROP_PRIVILEGE ? NOT_PRIVILEGED : 0;
  __asm volatile("msr control, %0\n isb" ::"r"(control) : "memory");
}

__attribute__((naked)) void SVC_Handler(void);
__attribute__((naked)) void SVC_Handler(void) {
  __asm volatile(
      "tst   lr, #4  \n"
      "ite   eq      \n"
      "mrseq r0, msp \n"
      "mrsne r0, psp \n"
      "b     handle  \n");
}
