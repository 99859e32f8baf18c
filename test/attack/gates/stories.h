// SPDX-License-Identifier: Apache-2.0

/* Stories of this image, and the ways to use a gate that they share. */
#ifndef STORIES_H
#define STORIES_H

#include <stddef.h>

#include "registers.h"
#include "scenario.h"

extern const struct story stories_of_gates[];
extern const size_t story_count;

/* Whether both services still answer correctly. */
bool all_is_well(void);

/* Calls the service without vectors, with the caller's pattern in r1 and r4-r12; fills in all registers afterwards. */
void call_and_look(struct registers* after, uint32_t handle);

/* Runs `body`, privileged, with these values in CONTROL, PRIMASK, BASEPRI and FAULTMASK. */
struct masks {
  uint32_t control;
  uint32_t primask;
  uint32_t basepri;
  uint32_t faultmask;
};
void with_masks(const struct masks* masks, void (*body)(void));

/* Runs `body`, with an interrupt after this many ticks. Records the registers at the start of the handler, and the
 * interrupted world. */
void interrupted_after(uint32_t ticks, void (*body)(void));
extern volatile struct registers interrupt_began;
extern volatile uint32_t interrupt_return; /* EXC_RETURN; 0 if no interrupt came */

/* Makes a call with the limit of the non-secure stack at the stack pointer; 1 if the answer is right. */
uint32_t call_on_full_stack(uint32_t handle);

#endif
