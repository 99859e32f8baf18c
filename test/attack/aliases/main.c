/* Memory has one address and null is none, at every isolation level: a partition reads, writes and executes its own
 * code, constants and data by every other address that the board has for them, and null. Each attempt is a fault of the
 * partition at that address. By its own address it writes no code and no constant, and executes no constant and no
 * data.
 *
 * What is refused ends in a reset. The program starts again, finds in its no-init memory how far it came, and goes on.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "attempt.h"
#include "ns_board.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

enum { STARTED = 0x414C4941 };
enum kind { CODE, CONSTANT, DATA, NOWHERE, KINDS };

static const char* const kind_names[] = {"code", "a constant", "data", "null"};
static const char* const access_names[] = {"read", "written", "executed"};

/* 0 is its own address. */
static const uint32_t others[] = BOARD_OTHER_ADDRESSES_OF_CODE;
#define ADDRESSES (1 + sizeof others / sizeof others[0])

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t next;
  uint32_t is_under_way;
  uint32_t faulted;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

struct trial {
  enum kind kind;
  enum access access;
  uint32_t address; /* which of them */
};

static bool is_tried(const struct trial* attempt) {
  if (attempt->kind == NOWHERE || attempt->address != 0) {
    return attempt->kind != NOWHERE || attempt->address == 0;
  }
  if (attempt->kind == CODE) {
    return attempt->access == WRITE;
  }
  return attempt->access == EXECUTE || (attempt->kind == CONSTANT && attempt->access == WRITE);
}

static bool nth_attempt(uint32_t n, struct trial* attempt) {
  for (uint32_t i = 0; i < KINDS * ADDRESSES * (EXECUTE + 1); i++) {
    *attempt = (struct trial){(enum kind)(i / (EXECUTE + 1) / ADDRESSES), (enum access)(i % (EXECUTE + 1)),
                              i / (EXECUTE + 1) % ADDRESSES};
    if (is_tried(attempt) && n-- == 0) {
      return true;
    }
  }
  return false;
}

static uint32_t address_of(const struct trial* attempt, const struct told* places) {
  const uint32_t own[KINDS] = {places->code, places->constant, places->data, 0};
  return own[attempt->kind] + (attempt->address == 0 ? 0 : others[attempt->address - 1]);
}

static void print(const char* verb, const struct trial* attempt, const char* what) {
  char line[160];
  char where[32] = "by its own address";
  if (attempt->address != 0) {
    (void)snprintf(where, sizeof where, "by another address, +0x%08" PRIX32, others[attempt->address - 1]);
  }
  (void)snprintf(line, sizeof line, "%s %u %s is not %s %s%s%s\n", verb, (unsigned)progress.next,
                 kind_names[attempt->kind], access_names[attempt->access], attempt->kind == NOWHERE ? "" : where, what,
                 attempt->access == WRITE ? " [ISO-2 ISO-17]" : "");
  ns_print(line);
}

static void announce(const struct trial* attempt, uint32_t address) {
  char line[96];
  const bool execute = attempt->access == EXECUTE;
  (void)snprintf(line, sizeof line, "expect-panic PROBER FAULT CFSR=0x%08X %s=0x%08" PRIX32 "\n", execute ? 1u : 0x82u,
                 execute ? "at" : "MMFAR", address);
  ns_print(line);
}

static void try_it(const struct trial* attempt, const struct told* places) {
  const struct attempt probe = {attempt->access, address_of(attempt, places), RETURNS};
  const psa_invec in = {&probe, sizeof probe};
  announce(attempt, probe.address);
  progress.is_under_way = 1;
  (void)psa_call(PROBER_HANDLE, TRY, &in, 1, NULL, 0);
  progress.is_under_way = 0;
  progress.failures++;
  print("FAILED", attempt, ", but it was");
}

int main(void) {
  char line[96];
  struct trial attempt;
  struct told places = {0};
  psa_outvec out = {&places, sizeof places};

  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
  }
  if (progress.is_under_way && nth_attempt(progress.next - 1, &attempt)) {
    progress.is_under_way = 0;
    progress.faulted++;
    print("ok", &attempt, "");
  }
  (void)psa_call(PROBER_HANDLE, TELL, NULL, 0, &out, 1);
  while (places.code != 0 && nth_attempt(progress.next, &attempt)) {
    progress.next++;
    try_it(&attempt, &places);
  }
  (void)snprintf(line, sizeof line, "TALLY %u attempts: %u faulted\nEND aliases %u cases %u failed\n",
                 (unsigned)progress.next, (unsigned)progress.faulted, (unsigned)progress.next,
                 (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
