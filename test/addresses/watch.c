// SPDX-License-Identifier: Apache-2.0

#include "watch.h"

#include <stdbool.h>

#include "places.h"
#include "psa/framework_feature.h"

#define WORD(address) (*(volatile uint32_t*)(address))

/* The watching thread's own stack changes: this much below and above its frame is left out. */
enum { STACK_BELOW = 0x400, STACK_ABOVE = 0x200 };

/* At level 1: text, constants, RAM, and the non-secure world's code and RAM. The regions that follow are regions on
 * demand. */
enum { REGIONS_THAT_STAY = 5 };

/* Multiplies the sum at each step, so that equal words do not cancel each other. */
#define FACTOR 0x01000193u

static void add(struct watched* watched, uint32_t word) {
  if (watched->count < MOST_WORDS) {
    watched->registers[watched->count++] = word;
  }
}

static void add_range(struct watched* watched, uint32_t first, uint32_t last) {
  for (uint32_t at = first; at <= last; at += 4) {
    add(watched, WORD(at));
  }
}

/* The attribution unit and the MPU show one region at a time. */
static void add_regions(struct watched* watched, uint32_t number, uint32_t count) {
  const uint32_t selected = WORD(number);
  for (uint32_t i = 0; i < count; i++) {
    WORD(number) = i;
    add(watched, WORD(number + 4));
    add(watched, WORD(number + 8));
  }
  WORD(number) = selected;
}

static void add_processor(struct watched* watched) {
  add(watched, WORD(0xE000EDD0)); /* SAU_CTRL */
  add_regions(watched, 0xE000EDD8, 8);
  add(watched, WORD(0xE000ED94)); /* MPU_CTRL */
  add_regions(watched, 0xE000ED98, REGIONS_THAT_STAY);
  add_range(watched, 0xE000EDC0, 0xE000EDC4); /* MAIR */
  add_range(watched, 0xE000E380, 0xE000E38C); /* ITNS */
  add_range(watched, 0xE000ED08, 0xE000ED14); /* VTOR, AIRCR, SCR, CCR */
  add_range(watched, 0xE000ED18, 0xE000ED20); /* priorities */
  add(watched, WORD(0xE000ED24) & 0xF0000);   /* SHCSR: the enabled faults */
  add_range(watched, 0xE000ED88, 0xE000ED8C); /* CPACR, NSACR */
  add(watched, WORD(0xE002ED08));             /* VTOR_NS */
}

/* Adds a sum of the table of a memory protection controller. Reading it must not move its index. */
static void add_controller(struct watched* watched, uint32_t controller) {
  const uint32_t control = WORD(controller);
  const uint32_t words = WORD(controller + 0x10) + 1;
  uint32_t sum = 0;
  WORD(controller) = control & ~0x100u;
  for (uint32_t i = 0; i < words; i++) {
    WORD(controller + 0x18) = i;
    sum = sum * FACTOR ^ WORD(controller + 0x1C);
  }
  WORD(controller) = control;
  add(watched, control);
  add(watched, sum);
}

static void add_board(struct watched* watched) {
  static const uint32_t controllers[] = BOARD_MEMORY_CONTROLLERS;
  add_range(watched, BOARD_SECURITY_CONTROL + 0x10, BOARD_SECURITY_CONTROL + 0x14); /* SECRESPCFG, NSCCFG */
  add_range(watched, BOARD_SECURITY_CONTROL + 0x60,
            BOARD_SECURITY_CONTROL + 0xD0); /* non-secure-access and unprivileged-access bits */
  for (uint32_t i = 0; i < sizeof controllers / sizeof controllers[0]; i++) {
    add_controller(watched, controllers[i]);
  }
  add_range(watched, BOARD_SYSTEM_CONTROL + 0x10C,
            BOARD_SYSTEM_CONTROL + 0x124); /* INITSVTOR, CPUWAIT: the second core is held in reset */
}

/* A region of the MPU begins and ends at a multiple of this. */
enum { BLOCK = 32 };

/* Memory that no region of the MPU grants is not watched. */
static bool is_readable(uint32_t address) {
  enum { READABLE = 1 << 18 };
  uint32_t answer;
  __asm__("tt %0, %1" : "=r"(answer) : "r"(address));
  return (answer & READABLE) != 0;
}

/* One word of each block: a region that is painted has whole blocks, under each of its addresses. */
static uint32_t sum_of(uint32_t first, uint32_t end, uint32_t observations) {
  const uint32_t left_out = observations - STACK_BELOW;
  uint32_t sum = 0;
  for (uint32_t at = first; at < end; at += BLOCK) {
    if (is_readable(at) && at - left_out >= STACK_BELOW + sizeof(struct observations) + STACK_ABOVE) {
      sum = sum * FACTOR ^ WORD(at);
    }
  }
  return sum;
}

void watch(struct watched* watched, struct observations* both) {
  static const struct {
    uint32_t first;
    uint32_t end;
  } memories[MOST_MEMORIES] = MEMORIES;
  watched->count = 0;
  if (PSA_FRAMEWORK_ISOLATION_LEVEL != 1) {
    return;
  }
  for (uint32_t i = 0; i < MOST_MEMORIES; i++) {
    watched->memory[i] = sum_of(memories[i].first, memories[i].end, (uint32_t)(uintptr_t)both);
  }
  add_processor(watched);
  add_board(watched);
}
