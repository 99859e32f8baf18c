// SPDX-License-Identifier: Apache-2.0

/* SNIFFER: waits with a pattern of its own in the registers, and keeps what they hold when it wakes up, for the last
 * time and the time before. */
#include <stddef.h>

#include "psa/service.h"
#include "psa_manifest/sniffer.h"
#include "registers.h"
#include "runtime/trap_numbers.h"

static struct registers woken[2];

__attribute__((naked)) static void wait_and_look(struct registers* after __attribute__((unused)),
                                                 psa_signal_t signal __attribute__((unused))) {
  __asm volatile(
      "push {r4-r11, lr}  \n"
      "push {r0}          \n"
      "mov  r0, r1        \n"
      "mov  r1, #0x80000000\n" FILL(r2, 2, 0x541F, 0xFE00) FILL(r3, 3, 0x541F, 0xFE00)
          FILL_4_TO_12(0x541F, 0xFE00)                       /* */
      "svc  #" TEXT(POSTERN_TRAP_WAIT) "\n" RECORD_REGISTERS /* */
                                       "pop  {r0}          \n"
                                       "pop  {r4-r11, pc}  \n");
}

void sniffer_main(void) {
  psa_msg_t msg;

  for (;;) {
    woken[1] = woken[0];
    wait_and_look(&woken[0], SNIFFER_SIGNAL);
    if (psa_get(SNIFFER_SIGNAL, &msg) == PSA_SUCCESS) {
      if (msg.out_size[0] == sizeof woken) {
        psa_write(msg.handle, 0, woken, sizeof woken);
      }
      psa_reply(msg.handle, PSA_SUCCESS);
    }
  }
}
