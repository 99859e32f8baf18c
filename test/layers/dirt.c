// SPDX-License-Identifier: Apache-2.0

/* A start that finds a different state than reset leaves, except for what the architecture guarantees after a reset:
 * all interrupts off, the attribution unit and the MPU off, no stack limit. */
#include "dirt.h"

#include "facts.h"
#include "fill.h"
#include "opener.h"
#include "registers_of_processor.h"

static void write(uint32_t address, uint32_t value) { *(volatile uint32_t*)address = value; }

static void dirty_processor(void) {
  enum { KEY = 0x05FA0000, FAULTS_ARE_NON_SECURE = 1 << 13, RESET_BY_ANY_WORLD = 0x700 };
  write(SAU_CTRL, 0);
  for (uint32_t i = 0; i < REGIONS; i++) {
    write(SAU_RNR, i);
    write(SAU_RBAR, 0);
    write(SAU_RLAR, 0xFFFFFFE3);
  }
  write(MPU_CTRL, 0);
  for (uint32_t i = 0; i < 16; i++) {
    write(MPU_RNR, i);
    write(MPU_RBAR, 0x02);
    write(MPU_RLAR, 0xFFFFFFE3);
  }
  write(MAIR0, 0x44444444);
  write(MAIR1, 0x44444444);
  for (uint32_t word = 0; word < 16; word++) {
    write(ITNS + word * 4, 0xFFFFFFFF);
  }
  write(VTOR, 0x20000000);
  write(SHPR1, 0xE0E0E0E0);
  write(SHPR2, 0xE0000000);
  write(SHPR3, 0xE0E00000);
  write(SHCSR, 0);
  write(CPACR, 0x00F00000);
  write(NSACR, 0x00000CFF);
  write(FPCCR, 0x40000000);
  write(FPDSCR, 0x07C00000);
  write(VTOR_NS, 0);
  write(AIRCR, KEY | FAULTS_ARE_NON_SECURE | RESET_BY_ANY_WORLD);
}

/* Opens no block with this code, or with memory that the non-secure world needs afterwards. */
static void dirty_board(void) {
  write(SECRESPCFG, 1);
  write(NSCCFG, 3);
  for (uint32_t address = FIRST_PORTS; address <= LAST_PORTS; address += 4) {
    write(address, 0xFFFFFFFF);
  }
#define X(controller, first, last)                     \
  write((controller), 0);                              \
  if ((first) != NONE) {                               \
    write((controller) + MPC_BLOCK_INDEX, (first));    \
    write((controller) + MPC_BLOCK_TABLE, 0x0F0F0F0F); \
    write((controller) + MPC_BLOCK_INDEX, (last));     \
    write((controller) + MPC_BLOCK_TABLE, 0x0F0F0F0F); \
  }
  MEMORY_CONTROLLERS(X)
#undef X
  write(SPARE_PAGE_CONTROLLER + MPC_BLOCK_INDEX, SPARE_PAGE_WORD);
  write(SPARE_PAGE_CONTROLLER + MPC_BLOCK_TABLE, 0xFFFFFFFF);
  write(SPARE_PAGE_CONTROLLER, 0x100);
}

/* Does to the processor what reset does, and then runs boot. All secure memory up to the no-init memory, and all
 * registers, hold unexpected values. */
__attribute__((naked, noreturn)) static void start_over(uint32_t first __attribute__((unused)),
                                                        uint32_t end __attribute__((unused)),
                                                        const uint32_t* vectors __attribute__((unused))) {
  __asm volatile(
      "cpsid i               \n"
      "mov   r3, #0          \n"
      "msr   basepri, r3     \n"
      "mov   r4, #3          \n"
      "msr   control_ns, r4  \n"
      "msr   control, r3     \n"
      "isb                   \n"
      "msr   msplim, r3      \n"
      "msr   psplim, r3      \n"
      "ldr   sp, [r2]        \n"
      "ldr   lr, [r2, #4]    \n"
      "mvn   r3, #0x5A       \n"
      "0:                    \n"
      "str   r3, [r0], #4    \n"
      "cmp   r0, r1          \n"
      "bne   0b              \n"
      "mvn   r3, #0          \n"
      "msr   apsr_nzcvq, r3  \n" FILL_REGISTERS "bx    lr              \n");
}

void start_dirty(uint32_t first, uint32_t end) {
  const uint32_t* const vectors = *(const uint32_t* const volatile*)VTOR;
  __asm volatile("cpsid i" ::: "memory");
  dirty_board();
  dirty_processor();
  __asm volatile("dsb\n\tisb" ::: "memory");
  start_over(first, end, vectors);
}
