// SPDX-License-Identifier: Apache-2.0

/* TARGET: the partition that RAIDER attacks. It reports whether anything in it has changed. Being of the SFN model, it
 * also makes the traps that only a partition of the IPC model may make. */
#include "psa_manifest/target.h"
#include "deeds.h"
#include "psa/service.h"

static const uint32_t constant[] = {0x11, 0x22, 0x33, 0x44};
static uint32_t kept[] = {0xA1, 0xB2, 0xC3, 0xD4};

static psa_status_t check(void) {
  for (unsigned i = 0; i < 4; i++) {
    if (kept[i] != 0xA1u + i * 0x11u || constant[i] != (i + 1) * 0x11u) {
      return PSA_ERROR_CORRUPTION_DETECTED;
    }
  }
  return CHECKED;
}

psa_status_t target_sfn(const psa_msg_t* msg) {
  const struct own_places places = {(uint32_t)check & ~1u, (uint32_t)constant, (uint32_t)kept};
  struct deed deed = {0, 0, 0};
  register psa_handle_t r0 __asm("r0");

  (void)psa_read(msg->handle, 0, &deed, sizeof deed);
  if (deed.number == TELL_PLACES) {
    psa_write(msg->handle, 0, &places, sizeof places);
  }
  if (deed.number == TRAP_NUMBER) {
    r0 = msg->handle;
    if (deed.a == 9) {
      __asm volatile("svc #9" : "+r"(r0) : : "r1", "r2", "r3", "memory"); /* POSTERN_TRAP_REPLY */
    } else if (deed.a == 5) {
      __asm volatile("movs r0, #16 \n svc #5" : "+r"(r0) : : "r1", "r2", "r3", "memory"); /* POSTERN_TRAP_GET */
    } else {
      __asm volatile("svc #34" : "+r"(r0) : : "r1", "r2", "r3", "memory"); /* POSTERN_TRAP_FUNCTION_RETURN */
    }
  }
  return check();
}
