/* Everybody against everybody: each party tries to read, write and execute what belongs to each other one, at the first
 * and the last word of it. What has to come of it follows from the isolation level and the types of the two, in
 * domain_of() and may_use(); nothing is written down for a single cell.
 *
 * What is refused ends in a reset. The program starts again, finds in its no-init memory how far it came, and goes on.
 * It announces which fault the record of the panic must name, and at which address, for whoever runs this to compare.
 * Before each attempt the owner does the same at the same place, so that nothing is refused for another reason. */
#include "attempt.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "ns_platform.h"
#include "parties.h"
#include "psa/client.h"
#include "psa/framework_feature.h"
#include "tfm_ns_interface.h"

enum end { FIRST, LAST, ALIAS, ENDS };

struct cell {
  enum party who;
  enum party whose;
  enum kind kind;
  enum access access;
  enum end end;
};

enum { STARTED = 0x4D415452, WORD = 0x5A5 };
enum expected { NOTHING, SUCCESS, FAULT };

/* Survives the reset. */
static struct {
  uint32_t started;
  uint32_t next;
  uint32_t expected; /* enum expected: of the attempt that was under way */
  uint32_t faulted;
  uint32_t ignored;
  uint32_t allowed;
  uint32_t succeeded;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

static const char* const access_names[] = {"reads", "writes", "executes"};
static const char* const end_names[] = {"the first word of", "the last word of", "by its other address"};

/* Who shares memory. The SPM is a domain of its own wherever it is more privileged than somebody. */
static int domain_of(enum party party) {
  if (party == NON_SECURE) {
    return -1;
  }
  switch (PSA_FRAMEWORK_ISOLATION_LEVEL) {
    case 1: return 0;
    case 2: return party == SPM ? 0 : is_psa_rot(party) ? 1 : 2;
    default: return (int)party;
  }
}

/* What the owner itself may do. */
static bool is_usable(enum kind kind, enum access access) {
  if (kind == CODE) {
    return access != WRITE;
  }
  return kind == CONSTANTS ? access == READ : access != EXECUTE;
}

static bool may_use(const struct cell* cell) {
  return cell->end != ALIAS && domain_of(cell->who) == domain_of(cell->whose) && is_usable(cell->kind, cell->access);
}

static bool is_ignored(const struct cell* cell) {
  return cell->who == NON_SECURE && cell->kind == DEVICE && cell->end == ALIAS;
}

static uint32_t address_of(const struct cell* cell) {
  const struct place* const place = &place_of(cell->whose)->kinds[cell->kind];
  if (cell->end == ALIAS) {
    return (cell->kind == DEVICE ? place->first + UART_DIVIDER : place->first) - SECURE_ALIAS;
  }
  if (cell->access == EXECUTE && may_use(cell)) {
    return place_of(cell->whose)->function;
  }
  return cell->end == FIRST ? place->first : place->last;
}

/* Of the many cells those that say something new. */
static bool is_tried(const struct cell* cell) {
  if (place_of(cell->whose)->kinds[cell->kind].first == 0 || cell->who == SPM) {
    return false;
  }
  const bool above_1 = PSA_FRAMEWORK_ISOLATION_LEVEL > 1;
  if (cell->who == cell->whose) { /* nobody writes code or executes data, be it his own */
    return cell->who != NON_SECURE && !may_use(cell) && cell->end == FIRST && cell->kind != PROCESSOR;
  }
  if (cell->whose == NON_SECURE) {
    return cell->end == FIRST && (above_1 || cell->access == EXECUTE);
  }
  if (cell->kind == PROCESSOR) {
    return cell->who != NON_SECURE && cell->end == FIRST && cell->access != EXECUTE;
  }
  if (cell->who == NON_SECURE) { /* one unit judges all of it by the address alone: each kind of each kind of owner */
    if (cell->whose == JAILER || cell->whose == VANDAL) {
      return false;
    }
    if (cell->end == ALIAS) {
      return cell->access != EXECUTE && !(cell->whose == SPM && cell->kind == DEVICE);
    }
    return cell->end == (cell->access == WRITE ? LAST : FIRST);
  }
  if (cell->end == ALIAS) {
    return above_1 && cell->kind == DATA && cell->access == WRITE;
  }
  if (cell->access == EXECUTE) {
    return cell->end == FIRST && !(may_use(cell) && cell->whose == SPM);
  }
  return true;
}

/* The cells that are tried, one after the other. False after the last one. */
static bool nth_cell(uint32_t n, struct cell* cell) {
  const uint32_t all = PARTIES * PARTIES * KINDS * (EXECUTE + 1) * ENDS;
  for (uint32_t i = 0; i < all; i++) {
    uint32_t rest = i;
    cell->end = (enum end)(rest % ENDS);
    rest /= ENDS;
    cell->access = (enum access)(rest % (EXECUTE + 1));
    rest /= EXECUTE + 1;
    cell->kind = (enum kind)(rest % KINDS);
    rest /= KINDS;
    cell->whose = (enum party)(rest % PARTIES);
    cell->who = (enum party)(rest / PARTIES);
    if (is_tried(cell) && n-- == 0) {
      return true;
    }
  }
  return false;
}

/* The rules that a refusal shows. */
static const char* rules_of(const struct cell* cell) {
  if (may_use(cell)) {
    return "";
  }
  if (cell->who == NON_SECURE) {
    return " [ISO-18]";
  }
  if (cell->kind == PROCESSOR) {
    return " [ISO-16 ISO-17]";
  }
  if (cell->who == cell->whose) {
    if (cell->kind == CODE || (cell->kind == CONSTANTS && cell->access == WRITE)) {
      return " [ISO-2]";
    }
    return cell->kind == CONSTANTS ? " [ISO-7]" : " [ISO-1]";
  }
  if (cell->whose == SPM) {
    return " [ISO-6 ISO-12]";
  }
  if (cell->access == EXECUTE && cell->kind == CODE) {
    return " [ISO-4 ISO-5 ISO-6 ISO-15]";
  }
  if (cell->kind == CODE || cell->kind == CONSTANTS) {
    return " [ISO-4 ISO-6 ISO-15]";
  }
  return PSA_FRAMEWORK_ISOLATION_LEVEL == 3 ? " [ISO-3 ISO-6 ISO-13 ISO-15]" : " [ISO-3 ISO-6 ISO-15]";
}

static void print(const char* verb, const struct cell* cell, const char* what) {
  char line[200];
  (void)snprintf(line, sizeof line, "%s %u %s %s %s %s of %s%s%s\n", verb, (unsigned)progress.next, name_of(cell->who),
                 access_names[cell->access], end_names[cell->end], kind_name(cell->kind), name_of(cell->whose), what,
                 rules_of(cell));
  ns_print(line);
}

static void fail(const struct cell* cell, const char* what) {
  print("FAILED", cell, what);
  progress.failures++;
}

/* Who it is booked to, the bit that says what it was, and where: the address of the access, or where the program was
 * about to go. Of an access that attribution refuses, this machine keeps no address: only which instruction it was. */
static void announce(const struct cell* cell, uint32_t address) {
  char line[128];
  if (cell->who == NON_SECURE) {
    const uint32_t at = cell->access == EXECUTE ? address : instruction_that(cell->access);
    (void)snprintf(line, sizeof line, "expect-panic %s FAULT at=0x%08" PRIX32 " CFSR=0x00000000 SFSR=0x%08X\n",
                   name_of(cell->who), at, cell->access == EXECUTE ? 0x01u : 0x08u);
  } else if (cell->access == EXECUTE) {
    const bool outside = cell->whose == NON_SECURE;
    (void)snprintf(line, sizeof line, "expect-panic %s FAULT at=0x%08" PRIX32 " CFSR=0x%08X SFSR=0x%08X\n",
                   name_of(cell->who), address, outside ? 0 : 0x01u, outside ? 0x10u : 0);
  } else {
    const bool processor = cell->kind == PROCESSOR;
    (void)snprintf(line, sizeof line, "expect-panic %s FAULT CFSR=0x%08X %s=0x%08" PRIX32 "\n", name_of(cell->who),
                   processor ? 0x8200u : 0x82u, processor ? "BFAR" : "MMFAR", address);
  }
  ns_print(line);
}

/* The owner does the same, if there is anything that it may do. */
static bool owner_can(const struct cell* cell) {
  if (cell->whose == SPM || cell->whose == NON_SECURE || !is_usable(cell->kind, cell->access)) {
    return true;
  }
  struct cell own = *cell;
  own.who = own.whose;
  own.end = own.end == ALIAS ? FIRST : own.end;
  uint32_t word = 0;
  return try_it(own.who, own.access == WRITE ? WRITE_BACK : own.access, address_of(&own), &word) &&
         (own.access != EXECUTE || word == HARMLESS);
}

/* The hardware answers for the device: what was in it stays, and is not told. */
static void try_ignored(const struct cell* cell, uint32_t address) {
  uint32_t seen = WORD;
  uint32_t kept = 0;
  bool right = try_it(cell->whose, WRITE, address + SECURE_ALIAS, &seen);
  seen = ~(uint32_t)WORD;
  right = right && try_it(cell->who, cell->access, address, &seen) && (cell->access == WRITE || seen != WORD);
  right = right && try_it(cell->whose, READ, address + SECURE_ALIAS, &kept) && kept == WORD;
  if (right) {
    progress.ignored++;
    print("ok", cell, " to no avail");
  } else {
    progress.succeeded++;
    fail(cell, ", and it was not ignored");
  }
}

static void try_allowed(const struct cell* cell, uint32_t address) {
  uint32_t word = 0;
  progress.expected = SUCCESS;
  if (try_it(cell->who, cell->access == WRITE ? WRITE_BACK : cell->access, address, &word) &&
      (cell->access != EXECUTE || word == HARMLESS)) {
    progress.allowed++;
    print("ok", cell, " as it may");
  } else {
    fail(cell, ", which it may, and could not");
  }
  progress.expected = NOTHING;
}

/* Returns only if nothing stopped it. */
static void try_refused(const struct cell* cell, uint32_t address) {
  uint32_t word = WORD;
  announce(cell, address);
  progress.expected = FAULT;
  (void)try_it(cell->who, cell->access, address, &word);
  progress.expected = NOTHING;
  progress.succeeded++;
  fail(cell, ", and was not refused");
}

static void try_cell(const struct cell* cell) {
  const uint32_t address = address_of(cell);
  if (!owner_can(cell)) {
    fail(cell, ", which its owner could not");
  } else if (is_ignored(cell)) {
    try_ignored(cell, address);
  } else if (may_use(cell)) {
    try_allowed(cell, address);
  } else {
    try_refused(cell, address);
  }
}

/* What the reset that brought us here ended. */
static void judge_reset(void) {
  struct cell cell;
  if (progress.next == 0 || !nth_cell(progress.next - 1, &cell)) {
    return;
  }
  if (progress.expected == FAULT) {
    progress.faulted++;
    print("ok", &cell, "");
  } else {
    fail(&cell, ", and the system fell although it may");
  }
  progress.expected = NOTHING;
}

int main(void) {
  char line[160];
  struct cell cell;

  (void)tfm_ns_interface_init();
  const bool complete = find_places();
  if (progress.started != STARTED) {
    progress = (__typeof__(progress)){.started = STARTED};
  }
  judge_reset();
  if (!complete && progress.next == 0) {
    ns_print("FAILED somebody has no code, constants, data, heap or stack: the symbols are not what they were\n");
    progress.failures++;
  }
  while (nth_cell(progress.next, &cell)) {
    progress.next++;
    try_cell(&cell);
  }
  (void)snprintf(line, sizeof line,
                 "TALLY %u attempts: %u faulted, %u ignored, %u succeeded; %u more that are allowed\n",
                 (unsigned)(progress.next - progress.allowed), (unsigned)progress.faulted, (unsigned)progress.ignored,
                 (unsigned)progress.succeeded, (unsigned)progress.allowed);
  ns_print(line);
  (void)snprintf(line, sizeof line, "END matrix %u cases %u failed\n", (unsigned)progress.next,
                 (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
