// SPDX-License-Identifier: Apache-2.0

/* A secure interrupt, a non-secure one, and both in both orders, at every instruction of an operation.
 *
 * The emulated processor takes a nanosecond for an instruction, so the moment of an interrupt is a number of
 * instructions: all moments here are instructions after the start of SysTick, minus those that passed before the call.
 * The slow timer raises URGENT's line, SysTick the non-secure handler. The outcome of an operation must be the same as
 * without interrupts; and URGENT must run as soon as secure code continues. */
#ifndef MOMENTS_H
#define MOMENTS_H

#include <stdint.h>

#include "handlers.h"
#include "look.h"
#include "psa/client.h"
#include "sweep.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

enum {
  NEVER = -1,
  WAKES_AT = 1500, /* instructions from the beginning of a call that sleeps */
};

/* A program adds kinds of its own. */
enum { ALONE, SLEEPS, OTHER_KINDS };

struct operation {
  const char* name;
  uint32_t function;
  uint32_t arguments[4];
  int kind;
};

/* The interrupts of a disturbance. */
enum disturbance { ALARM, HANDLER, PAIR };

extern uint8_t source[BYTES];
extern psa_outvec out;
extern const psa_invec in;

#define GATE(name) (uint32_t)(tfm_psa_##name##_veneer)
#define VECTORS (uint32_t) & in, (uint32_t)&out
#define OF(service, type) GATE(call), {(uint32_t)(service##_HANDLE), PARAM_PACK(type, 0, 0), 0, 0}, ALONE
#define WITH_VECTORS(service, type) GATE(call), {(uint32_t)(service##_HANDLE), PARAM_PACK(type, 1, 1), VECTORS}, ALONE

/* Results that must not depend on interrupts. */
struct outcome {
  struct look look;
  uint32_t length;
  uint8_t sink[BYTES];
  uint32_t doorbells;
  uint32_t damage;
  uint32_t traces; /* of the operation, in the partitions: what the program finds when it has ended */
};

/* The first and the last moment of a call, found with the handler. */
struct span {
  int32_t begin;
  int32_t end;
};

/* What each program defines: what comes before the call of its operations and behind it. Nothing disturbs that. */
void begin_operation(const struct operation* operation, struct made_call* call);
void end_operation(const struct operation* operation, const struct made_call* call, struct outcome* outcome);

/* Fills the input of all operations, and measures the clock and the way to the alarm. */
void find_moments(void);
struct span span_of(const struct operation* operation);

/* Makes the call, after delays for the interrupts to come at these moments of it. Each can be NEVER. */
void make_call(const struct operation* operation, int32_t alarm, int32_t handler, enum handler kind,
               struct outcome* outcome);

/* The outcome without interrupts. */
void make_undisturbed_call(const struct operation* operation, struct outcome* wanted);

/* One operation with every disturbance at every moment, or at a sample of them: a line for each kind of disturbance,
 * from this number on. Returns how many of them failed. */
enum { SWEEPS = 7 };
struct sweeping {
  int is_long;
  int32_t step_of_pairs; /* in a long run, from one moment of the handler to the next */
  unsigned stories;      /* in all */
  const char* rules;     /* beside those of the disturbance */
};
unsigned sweep_over(const struct sweeping* how, unsigned number, const struct operation* operation,
                    const struct outcome* wanted);

/* The number of disturbed calls so far. */
extern uint32_t moments_tried;

#endif
