// SPDX-License-Identifier: Apache-2.0

/* Threads that have values in the registers of the FPU while they call. Without an FPU they call just the same. */
#include "fpu.h"
#include "calls.h"
#include "threads.h"

#define CPACR (*(volatile uint32_t*)0xE000ED88)
enum { CALLS = 40, FPU_FOR_ALL = 0xF << 20 };
enum { LTPSIZE_OF_SCALAR_CODE = 4 << 16 }; /* of FPSCR; without vectors the bits do nothing */

struct floater {
  enum owner owner;
  volatile uint32_t wrong;
};

static bool has_fpu;

static uint32_t call(uint32_t first_byte) { return strike((uint8_t)first_byte); }

static void work(void* argument) {
  struct floater* const own = argument;
  const struct made_call made = {(uint32_t)call, {(uint32_t)own->owner, 0, 0, 0}};
  for (unsigned i = 0; i < CALLS; i++) {
    struct fpu before = pattern_of(own->owner);
    before.fpscr |= LTPSIZE_OF_SCALAR_CODE;
    struct fpu after = before;
    const uint32_t is_right = has_fpu ? fpu_across(&before, &after, &made) : call((uint32_t)own->owner);
    own->wrong += !is_right + lost_in(&after, &before, CALLEE_SAVED);
  }
}

STORY(each_thread_keeps_its_floating_point_registers_over_a_call, "NSR-5 SCH-12") {
  CPACR |= FPU_FOR_ALL;
  __asm volatile("dsb\n isb" ::: "memory");
  has_fpu = (CPACR & FPU_FOR_ALL) != 0;
  struct floater floaters[2] = {{.owner = NON_SECURE}, {.owner = NON_SECURE_HANDLER}};
  const struct pair pair = {{work, work}, {&floaters[0], &floaters[1]}, {false, true}};
  const uint32_t before = rtos_statistics.switches_in_secure_code;
  for (uint32_t cycles = CYCLES / 4; cycles <= CYCLES; cycles += CYCLES / 4) {
    run_pair(&pair, cycles);
    EXPECT_EQ(floaters[0].wrong, 0);
    EXPECT_EQ(floaters[1].wrong, 0);
  }
  EXPECT(rtos_statistics.switches_in_secure_code > before);
}

static const struct story stories[] = {TOLD(each_thread_keeps_its_floating_point_registers_over_a_call)};
const struct chapter chapter_of_fpu = CHAPTER(stories);
