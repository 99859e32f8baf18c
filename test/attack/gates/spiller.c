// SPDX-License-Identifier: Apache-2.0

/* SPILLER: calls with a pattern in every register that is not an argument, and reports what the registers hold
 * afterwards. */
#include <stddef.h>

#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "psa_manifest/spiller.h"
#include "registers.h"
#include "tfm_psa_call_pack.h"

/* On the stack: the compiler's own registers, then the struct to fill. The call is its trap and a return. */
__attribute__((naked)) static void call_and_look(struct registers* after __attribute__((unused)),
                                                 psa_handle_t handle __attribute__((unused))) {
  __asm volatile(
      "push {r4-r11, lr}  \n"
      "push {r0}          \n"
      "mov  r0, r1        \n"
      "movs r1, #0        \n"
      "movs r2, #0        \n"
      "movs r3, #0        \n" FILL_4_TO_12(0x5EC0, 0xDE00) /* */
      "bl   tfm_psa_call_pack\n" RECORD_REGISTERS
      "pop  {r0}          \n"
      "pop  {r4-r11, pc}  \n");
}

void spiller_main(void) {
  struct registers after;
  psa_msg_t msg;

  for (;;) {
    (void)psa_wait(SPILLER_SIGNAL, PSA_BLOCK);
    if (psa_get(SPILLER_SIGNAL, &msg) == PSA_SUCCESS) {
      call_and_look(&after, SNIFFER_HANDLE);
      psa_write(msg.handle, 0, &after, sizeof after);
      psa_reply(msg.handle, PSA_SUCCESS);
    }
  }
}
