// SPDX-License-Identifier: Apache-2.0

/* HOLDER: uses its twelve regions in changing order, with every kind of access. */
#include "psa_manifest/holder.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "regions.h"

static const uint32_t words[HOLDERS] = HOLDERS_WORDS;
static uint32_t expected[HOLDERS];

static volatile uint32_t* word_of(unsigned region) { return (volatile uint32_t*)words[region]; }

static uint32_t next(uint32_t* seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 17;
  *seed ^= *seed << 5;
  return *seed;
}

/* Loads eight words with one instruction, half of them in each of two adjacent regions; returns how many are wrong. */
static unsigned load_over_the_edge(void) {
  const uint32_t first = 0x30000430u;
  uint32_t loaded[8];
  uint32_t address = first;
  __asm__ volatile(
      "ldm %0, {r1, r2, r3, r4, r5, r6, r8, r9} \n"
      "stm %1, {r1, r2, r3, r4, r5, r6, r8, r9} \n"
      : "+r"(address)
      : "r"(loaded)
      : "r1", "r2", "r3", "r4", "r5", "r6", "r8", "r9", "memory");
  unsigned wrong = 0;
  for (unsigned i = 0; i < 8; i++) {
    wrong += loaded[i] != ((volatile uint32_t*)first)[i];
  }
  return wrong;
}

static void store(unsigned region, uint32_t value) {
  if (region != READ_ONLY) {
    *word_of(region) = value;
    expected[region] = value;
  }
}

/* Has the kernel store the client's bytes in one region and take them from another. */
static unsigned pass_on(const psa_msg_t* message, unsigned to, unsigned from) {
  uint32_t word;
  if (to == READ_ONLY || psa_read(message->handle, 1, (void*)words[to], sizeof word) != sizeof word) {
    return 0;
  }
  expected[to] = *word_of(to);
  psa_write(message->handle, 0, (const void*)words[from], sizeof word);
  return 0;
}

static psa_status_t use_regions(const psa_msg_t* message) {
  struct work work;
  unsigned wrong = 0;

  if (psa_read(message->handle, 0, &work, sizeof work) != sizeof work) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  for (unsigned region = 0; region < HOLDERS; region++) {
    expected[region] = *word_of(region);
  }
  for (uint32_t step = 0; step < work.steps; step++) {
    const uint32_t dice = next(&work.seed);
    const unsigned one = dice % HOLDERS;
    const unsigned other = dice / HOLDERS % HOLDERS;
    store(one, 0x100 + (dice >> 16));
    wrong += *word_of(other) != expected[other];
    if (dice >> 16 & 1) {
      const uint32_t sum = *word_of(one) + *word_of(other);
      store(other, 0x200 + (sum & 0xFFFF));
    }
    if (one == TOUCHING || other == READ_ONLY) {
      wrong += load_over_the_edge();
    }
    wrong += *(volatile uint8_t*)words[other] != (uint8_t)expected[other];
    if (step % 16 == 0) {
      (void)pass_on(message, 5 + dice % 7, other);
    }
  }
  return (psa_status_t)wrong;
}

static psa_status_t lend(const struct attempt* told) {
  const psa_invec in = {told, sizeof *told};
  for (unsigned region = 0; region < HOLDERS; region++) {
    if (words[region] == told->address) {
      (void)*word_of(region);
    }
  }
  return psa_call(LODGER_HANDLE, TRY, &in, 1, NULL, 0);
}

psa_status_t holder_sfn(const psa_msg_t* message) {
  struct attempt told;

  if (message->type == USE) {
    return use_regions(message);
  }
  if (psa_read(message->handle, 0, &told, sizeof told) != sizeof told) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  if (message->type == LEND) {
    return lend(&told);
  }
  (void)use(&told);
  return PSA_SUCCESS;
}
