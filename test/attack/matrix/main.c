// SPDX-License-Identifier: Apache-2.0

/* Each party tries to read, write and execute what belongs to each other party, at the first and the last word of it.
 * The expected result follows from the isolation level and the types of the two parties, in domain_of() and may_use();
 * no cell has an expectation of its own.
 *
 * The program announces the fault that the panic record must name, and the address, and the runner compares them.
 * Before each attempt the owner makes the same access, so that no access is refused for another reason. */
#include "attempt.h"

#include <inttypes.h>
#include <stdio.h>

#include "attempts.h"
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

enum { WORD = 0x5A5 };

extern const struct attempts alias_attempts;

static const char* const access_names[] = {"reads", "writes", "executes"};
static const char* const end_names[] = {"the first word of", "the last word of", "by its other address"};

/* Parties with the same domain share memory. The SPM is a domain of its own wherever it is more privileged than a
 * partition. */
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

/* What the owner may do with its own memory. */
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
    return (cell->kind == DEVICE ? place_of(cell->whose)->device_word : place->first) - SECURE_ALIAS;
  }
  if (cell->access == EXECUTE && may_use(cell)) {
    return place_of(cell->whose)->function;
  }
  return cell->end == FIRST ? place->first : place->last;
}

/* Chooses the cells that show something new. */
static bool is_tried(const struct cell* cell) {
  if (place_of(cell->whose)->kinds[cell->kind].first == 0 || cell->who == SPM) {
    return false;
  }
  const bool above_1 = PSA_FRAMEWORK_ISOLATION_LEVEL > 1;
  if (cell->who == cell->whose) { /* a party writes no code and executes no data, not even its own */
    return cell->who != NON_SECURE && !may_use(cell) && cell->end == FIRST && cell->kind != PROCESSOR;
  }
  if (cell->whose == NON_SECURE) {
    return cell->end == FIRST && (above_1 || cell->access == EXECUTE);
  }
  if (cell->kind == PROCESSOR) {
    return cell->who != NON_SECURE && cell->end == FIRST && cell->access != EXECUTE;
  }
  if (cell->who == NON_SECURE) { /* the attribution unit decides by the address alone: one cell for each kind of each
                                    kind of owner */
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

/* Finds the n-th of the cells that are tried. False after the last one. */
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

/* Announces the party that is blamed, the bit that names the fault, and the address: of the access, or of the next
 * instruction. For an access that attribution refuses, this machine keeps no address: only the instruction is known. */
static void announce(const struct cell* cell, uint32_t address) {
  if (cell->who == NON_SECURE) {
    const uint32_t at = cell->access == EXECUTE ? address : instruction_that(cell->access);
    expect_panic("%s FAULT at=0x%08" PRIX32 " CFSR=0x00000000 SFSR=0x%08X", name_of(cell->who), at,
                 cell->access == EXECUTE ? 0x01u : 0x08u);
  } else if (cell->access == EXECUTE) {
    const bool outside = cell->whose == NON_SECURE;
    expect_panic("%s FAULT at=0x%08" PRIX32 " CFSR=0x%08X SFSR=0x%08X", name_of(cell->who), address,
                 outside ? 0 : 0x01u, outside ? 0x10u : 0);
  } else {
    const bool processor = cell->kind == PROCESSOR;
    expect_panic("%s FAULT CFSR=0x%08X %s=0x%08" PRIX32, name_of(cell->who), processor ? 0x8200u : 0x82u,
                 processor ? "BFAR" : "MMFAR", address);
  }
}

/* Whether the owner can make the same access, if any access is allowed. */
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

/* The hardware answers for the device: its content does not change and is not disclosed. */
static void try_ignored(const struct cell* cell, uint32_t address) {
  uint32_t seen = WORD;
  uint32_t kept = 0;
  bool right = try_it(cell->whose, WRITE, address + SECURE_ALIAS, &seen);
  seen = ~(uint32_t)WORD;
  right = right && try_it(cell->who, cell->access, address, &seen) && (cell->access == WRITE || seen != WORD);
  right = right && try_it(cell->whose, READ, address + SECURE_ALIAS, &kept) && kept == WORD;
  judged(right, IGNORED, right ? " to no avail" : ", and it was not ignored");
}

static void try_allowed(const struct cell* cell, uint32_t address) {
  uint32_t word = 0;
  const bool could = try_it(cell->who, cell->access == WRITE ? WRITE_BACK : cell->access, address, &word) &&
                     (cell->access != EXECUTE || word == HARMLESS);
  judged(could, ALLOWED, could ? " as it may" : ", which it may, and could not");
}

/* Returns only if nothing stops the attempt. */
static void try_refused(const struct cell* cell, uint32_t address) {
  uint32_t word = WORD;
  announce(cell, address);
  (void)try_it(cell->who, cell->access, address, &word);
  judged(false, RESET, ", and was not refused");
}

static void try_cell(const struct cell* cell) {
  const uint32_t address = address_of(cell);
  if (!owner_can(cell)) {
    judged(false, RESET, ", which its owner could not");
  } else if (is_ignored(cell)) {
    try_ignored(cell, address);
  } else if (may_use(cell)) {
    try_allowed(cell, address);
  } else {
    try_refused(cell, address);
  }
}

static bool name(uint32_t number, char* text, const char** rules) {
  struct cell cell;
  if (!nth_cell(number, &cell)) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s %s %s %s of %s", name_of(cell.who), access_names[cell.access],
                 end_names[cell.end], kind_name(cell.kind), name_of(cell.whose));
  *rules = rules_of(&cell);
  return true;
}

static void make(uint32_t number) {
  struct cell cell;
  (void)nth_cell(number, &cell);
  try_cell(&cell);
}

int main(void) {
  (void)tfm_ns_interface_init();
  if (!find_places()) {
    ns_print("FAILED a party has no code, constants, data, heap or stack: the symbols have changed\n");
    ns_exit(1);
  }
  static const struct attempts cell_attempts = {name, make, NULL, true};
  const struct attempts lists[] = {cell_attempts, alias_attempts};
  const struct attempt_suite suite = {.name = "matrix", .lists = lists, .list_count = 2};
  run_attempts(&suite);
}
