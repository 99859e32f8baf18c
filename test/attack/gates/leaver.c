// SPDX-License-Identifier: Apache-2.0

/* LEAVER: answers with a pattern in r1-r3, r12 and the flags. */
#include "psa_manifest/leaver.h"
#include "psa/service.h"
#include "registers.h"

__attribute__((naked)) psa_status_t leaver_sfn(const psa_msg_t* msg __attribute__((unused))) {
  __asm volatile(FILL(r1, 1, 0x5EC0, 0xDE00) FILL(r2, 2, 0x5EC0, 0xDE00) FILL(r3, 3, 0x5EC0, 0xDE00) FILL(
      r12, 12, 0x5EC0,
      0xDE00) "mvn r0, #0        \n"
              "msr apsr_nzcvq, r0\n"
              "mov r0, #0        \n"
              "bx  lr            \n");
}
