/* Stories of this image, and the ways of using a gate that they share. */
#ifndef STORIES_H
#define STORIES_H

#include <stddef.h>

#include "registers.h"
#include "scenario.h"

extern const struct story stories_of_gates[];
extern const size_t story_count;

/* Both services answer as ever. */
bool all_is_well(void);

/* A call of the service without vectors, with a pattern of one's own in r1 and r4-r12; all registers afterwards. */
void call_and_look(struct registers* after, uint32_t handle);

/* Runs `body`, privileged as ever, with these in CONTROL, PRIMASK, BASEPRI and FAULTMASK. */
struct masks {
  uint32_t control;
  uint32_t primask;
  uint32_t basepri;
  uint32_t faultmask;
};
void with_masks(const struct masks* masks, void (*body)(void));

/* Runs it in a handler. */
void in_handler(void (*body)(void));

/* Runs it while an interrupt comes after so many ticks. The registers with which that began, and over which world. */
void interrupted_after(uint32_t ticks, void (*body)(void));
extern volatile struct registers interrupt_began;
extern volatile uint32_t interrupt_return; /* EXC_RETURN, or 0 when none came */

/* A call with the limit of the non-secure stack at the stack pointer: 1 if it answered as ever. */
uint32_t call_on_full_stack(uint32_t handle);

#endif
