// SPDX-License-Identifier: Apache-2.0

/* Memory has one address, and null is not an address, at every isolation level: a partition reads, writes and executes
 * its own code, constants and data at every alias that the board has for them, and at null. Each attempt is a fault of
 * the partition at that address. At the right address it cannot write code or constants, nor execute constants or data.
 */
#include <inttypes.h>
#include <stdio.h>

#include "attempt.h"
#include "attempts.h"
#include "ns_board.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

enum kind { CODE, CONSTANT, DATA, NOWHERE, KINDS };

static const char* const kind_names[] = {"code", "a constant", "data", "null"};
static const char* const access_names[] = {"read", "written", "executed"};

/* 0 stands for its own address. */
static const uint32_t others[] = BOARD_OTHER_ADDRESSES_OF_CODE;
#define ADDRESSES (1 + sizeof others / sizeof others[0])

struct trial {
  enum kind kind;
  enum access access;
  uint32_t address; /* index of the address */
};

static bool is_tried(const struct trial* trial) {
  if (trial->kind == NOWHERE || trial->address != 0) {
    return trial->kind != NOWHERE || trial->address == 0;
  }
  if (trial->kind == CODE) {
    return trial->access == WRITE;
  }
  return trial->access == EXECUTE || (trial->kind == CONSTANT && trial->access == WRITE);
}

static bool nth_trial(uint32_t n, struct trial* trial) {
  for (uint32_t i = 0; i < KINDS * ADDRESSES * (EXECUTE + 1); i++) {
    *trial = (struct trial){(enum kind)(i / (EXECUTE + 1) / ADDRESSES), (enum access)(i % (EXECUTE + 1)),
                            i / (EXECUTE + 1) % ADDRESSES};
    if (is_tried(trial) && n-- == 0) {
      return true;
    }
  }
  return false;
}

static uint32_t address_of(const struct trial* trial, const struct told* places) {
  const uint32_t own[KINDS] = {places->code, places->constant, places->data, 0};
  return own[trial->kind] + (trial->address == 0 ? 0 : others[trial->address - 1]);
}

static bool name(uint32_t number, char* text, const char** rules) {
  struct trial trial;
  char where[32] = "by its own address";
  if (!nth_trial(number, &trial)) {
    return false;
  }
  if (trial.address != 0) {
    (void)snprintf(where, sizeof where, "by another address, +0x%08" PRIX32, others[trial.address - 1]);
  }
  (void)snprintf(text, LONGEST_NAME, "%s is not %s %s", kind_names[trial.kind], access_names[trial.access],
                 trial.kind == NOWHERE ? "" : where);
  *rules = trial.access == WRITE ? " [ISO-2 ISO-17]" : "";
  return true;
}

static void make(uint32_t number) {
  struct trial trial;
  struct told places = {0};
  psa_outvec out = {&places, sizeof places};
  (void)nth_trial(number, &trial);
  if (psa_call(PROBER_HANDLE, TELL, NULL, 0, &out, 1) != PSA_SUCCESS) {
    judged(false, RESET, ": PROBER does not tell where it is");
    return;
  }
  const bool execute = trial.access == EXECUTE;
  const struct attempt attempt = {trial.access, address_of(&trial, &places), RETURNS};
  const psa_invec in = {&attempt, sizeof attempt};
  expect_panic("PROBER FAULT CFSR=0x%08X %s=0x%08" PRIX32, execute ? 1u : 0x82u, execute ? "at" : "MMFAR",
               attempt.address);
  (void)psa_call(PROBER_HANDLE, TRY, &in, 1, NULL, 0);
  judged(false, RESET, ", but it was");
}

const struct attempts alias_attempts = {name, make, NULL, true};
