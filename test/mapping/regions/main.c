// SPDX-License-Identifier: Apache-2.0

/* A mapped vector belongs to its service while it is mapped, and to no other domain at any time: each service accesses
 * each vector before, while and after it is mapped, and after the reply. What cannot be mapped exactly is refused. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "attempts.h"
#include "lending.h"
#include "psa/client.h"
#include "psa/framework_feature.h"
#include "psa_manifest/sid.h"

enum { TURNS = 40, SYSTICK = 70, START = TRY + 3, COUNT = START + 1, WORD = 0x12345 };
enum lender { BY_THIS_PROGRAM, BY_LENDER, LENDERS };
enum place { INPUT, OUTPUT, BELOW_INPUT, ABOVE_OUTPUT, BESIDE_INPUT, BESIDE_OUTPUT, PLACES };

void systick_run(uint32_t ticks);
extern volatile uint32_t systicks;

static const char* const party_names[] = {"BORROWER", "SPY"};
static const char* const lender_names[] = {"the non-secure world", "LENDER"};
static const char* const moment_names[] = {"before it is mapped", "while it is mapped", "after it was mapped",
                                           "after the reply"};
static const char* const access_names[] = {"reads", "writes"};
static const char* const place_names[] = {"the input of",
                                          "the output of",
                                          "what is below the input of",
                                          "what is above the output of",
                                          "what is beside the input of",
                                          "what is beside the output of"};

/* Of this program: not whole granules, which the non-secure world does not need. */
enum { OFFSET = GRANULE + 8, LENGTH = LENT - 16 };
static const _Alignas(GRANULE) uint8_t input[LENT + 2 * GRANULE] = {[OFFSET] = 2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31};
static _Alignas(GRANULE) uint8_t output[LENT + 2 * GRANULE];

struct step {
  enum lender lender;
  enum party who;
  enum moment moment;
  enum place place;
  enum access access;
};

static bool is_allowed(const struct step* step) {
  const bool is_output = step->place == OUTPUT || step->place == BESIDE_OUTPUT;
  return step->who == OF_BORROWER && step->moment == WHILE && step->place != BELOW_INPUT &&
         step->place != ABOVE_OUTPUT && (is_output || step->access == READ);
}

/* At level 2 SPY and LENDER share a domain. LENDER's vectors are whole granules, with no other memory of LENDER beside
 * them. Addresses outside the vector matter only while it is mapped. */
static bool is_told(const struct step* step) {
  if (step->who == OF_SPY && step->lender == BY_LENDER && PSA_FRAMEWORK_ISOLATION_LEVEL == 2) {
    return false;
  }
  if (step->place > OUTPUT && (step->who != OF_BORROWER || step->moment != WHILE)) {
    return false;
  }
  return step->place < BESIDE_INPUT || step->lender == BY_THIS_PROGRAM;
}

static bool nth_step(uint32_t n, struct step* step) {
  for (uint32_t all = 0; all < 2u * LENDERS * PARTIES * MOMENTS * PLACES; all++) {
    *step = (struct step){
        (enum lender)(all / (2 * PLACES * MOMENTS * PARTIES)), (enum party)(all / (2 * PLACES * MOMENTS) % PARTIES),
        (enum moment)(all / (2 * PLACES) % MOMENTS), (enum place)(all / 2 % PLACES), (enum access)(all % 2)};
    if (is_told(step) && n-- == 0) {
      return true;
    }
  }
  return false;
}

static struct places places_of(enum lender lender) {
  struct places places = {(uint32_t)(input + OFFSET), (uint32_t)(output + OFFSET)};
  psa_outvec out = {&places, sizeof places};
  if (lender == BY_LENDER) {
    (void)psa_call(LENDER_HANDLE, TELL_PLACES, NULL, 0, &out, 1);
  }
  return places;
}

static uint32_t address_of(const struct step* step) {
  const struct places places = places_of(step->lender);
  switch (step->place) {
    case INPUT: return places.input;
    case OUTPUT: return places.output;
    case BELOW_INPUT: return places.input / GRANULE * GRANULE - 4;
    case ABOVE_OUTPUT: return places.output / GRANULE * GRANULE + LENT;
    case BESIDE_INPUT: return places.input - 4;
    case BESIDE_OUTPUT:
    case PLACES: break;
  }
  return places.output - 4;
}

static psa_status_t lend(enum lender lender, int32_t type, const struct task* task) {
  const psa_invec in[2] = {{task, sizeof *task}, {input + OFFSET, LENGTH}};
  psa_outvec out = {output + OFFSET, LENGTH};
  return lender == BY_LENDER ? psa_call(LENDER_HANDLE, type, in, 1, NULL, 0)
                             : psa_call(BORROWER_HANDLE, type, in, 2, &out, 1);
}

static void make(uint32_t number) {
  struct step step;
  (void)nth_step(number, &step);
  const bool allowed = is_allowed(&step);
  const struct task task = {step.moment, step.who, {step.access, address_of(&step), WORD}};
  if (!allowed) {
    expect_panic("%s FAULT CFSR=0x00000082 MMFAR=0x%08" PRIX32, party_names[step.who], task.attempt.address);
  }
  const psa_status_t status = lend(step.lender, ATTEMPT, &task);
  judged(allowed && status == PSA_SUCCESS, ALLOWED, allowed ? " as it may" : ", and was not refused");
}

static bool name(uint32_t number, char* text, const char** rules) {
  struct step step;
  if (!nth_step(number, &step)) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s %s %s %s %s", party_names[step.who], access_names[step.access],
                 place_names[step.place], lender_names[step.lender], moment_names[step.moment]);
  *rules = is_allowed(&step) ? " [MMV-1 MMV-2]" : step.place > OUTPUT ? " [MMV-18 ISO-3]" : " [MMV-16 MMV-18 ISO-3]";
  return true;
}

static bool name_part(uint32_t number, char* text, const char** rules) {
  static const char* const names[] = {"an input at an odd place", "an input of an odd length",
                                      "an output at an odd place", "an output of an odd length",
                                      "an input in a device"};
  if (number >= PARTS) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "BORROWER maps %s of LENDER", names[number]);
  *rules = number == INPUT_IN_DEVICE ? " [MMV-17 ISO-9]" : " [MMV-18 ISO-3]";
  return true;
}

static void lend_part(uint32_t number) {
  const struct task task = {number, 0, {0, 0, 0}};
  expect_panic("BORROWER MMV-18");
  (void)lend(BY_LENDER, LEND_PART, &task);
  judged(false, ALLOWED, ", and was not refused");
}

static bool name_work(uint32_t number, char* text, const char** rules) {
  (void)snprintf(text, LONGEST_NAME, "vectors are mapped under interrupts of both worlds");
  *rules = " [MMV-1 MMV-2 ISO-15]";
  return number == 0;
}

/* TICKER's FLIH function changes the domain while BORROWER uses its devices and the mapped vectors. */
static void work_under_interrupts(uint32_t number) {
  (void)number;
  char more[96];
  const struct task task = {0, 0, {0, 0, 0}};
  bool right = true;
  (void)psa_call(TICKER_HANDLE, START, NULL, 0, NULL, 0);
  for (uint32_t turn = 0; turn < TURNS && right; turn++) {
    memset(output, 0, sizeof output);
    systick_run(SYSTICK + turn);
    right = lend(BY_THIS_PROGRAM, COPY, &task) == PSA_SUCCESS && lend(BY_LENDER, COPY, &task) == PSA_SUCCESS;
    systick_run(0);
    right &= memcmp(input, output, sizeof input) == 0;
  }
  const psa_status_t ticks = psa_call(TICKER_HANDLE, COUNT, NULL, 0, NULL, 0);
  (void)snprintf(more, sizeof more, ": %ld secure, %u non-secure", (long)ticks, (unsigned)systicks);
  judged(right && ticks > 10 && systicks > 100, WITHOUT_EFFECT, more);
}

int main(void) {
  static const struct attempts lists[] = {
      {name, make, NULL, true}, {name_part, lend_part, NULL, true}, {name_work, work_under_interrupts, NULL, true}};
  static const struct attempt_suite suite = {.name = "regions", .lists = lists, .list_count = 3};
  run_attempts(&suite);
}
