// SPDX-License-Identifier: Apache-2.0

/* Shared by the files of this program. */
#ifndef LAYERS_H
#define LAYERS_H

#include <stddef.h>
#include <stdint.h>

#include "areas.h"
#include "opener.h"
#include "scenario.h"

SECURE(gates_first, "nsc_start");
SECURE(gates_end, "nsc_end");
SECURE(handler_stack_limit, "handler_stack_limit");
SECURE(handler_stack_top, "handler_stack_top");
SECURE(agent_stack_top, "agent.stack_top");
SECURE(opener_stack_top, "OPENER.stack_top");
SECURE(memory_start, "ram_start");
SECURE(record, "kept_start");

/* The answer to one order. */
/* The registers at the first instruction of this program: r0 to r12, lr, the flags. */
extern uint32_t registers_at_start[15];

uint32_t ask(uint32_t kind, uint32_t address, uint32_t value);
void give(const struct order* orders, size_t count);

extern const struct story stories_of_boundary[];
extern const size_t boundary_story_count;

/* The registers in the record of a panic: not checked, r0 to r12 as FILLED, or r4 to r11 only. */
enum registers { ANY_REGISTERS, FILLED_REGISTERS, KEPT_REGISTERS };

/* An attempt with one layer open. It ends with the panic `record`, or without one if that is NULL. */
struct trial {
  const char* name;
  struct order open[6];
  void (*attempt)(void);
  const char* record;
  enum registers registers;
};
extern const struct trial trials[];
extern const size_t trial_count;

#endif
