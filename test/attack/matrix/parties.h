// SPDX-License-Identifier: Apache-2.0

/* All parties, the addresses of what they own, and how each is made to access an address. */
#ifndef PARTIES_H
#define PARTIES_H

#include <stdbool.h>
#include <stdint.h>

#include "areas.h"
#include "attempt.h"

enum party { WARDEN, JAILER, ROGUE, VANDAL, SPM, NON_SECURE, PARTIES };
enum kind { CODE, CONSTANTS, DATA, STACK, HEAP, DEVICE, PROCESSOR, KINDS };

struct places {
  struct place kinds[KINDS];
  uint32_t function;    /* a function that any party with execute rights can call */
  uint32_t device_word; /* a register of the device that keeps a word */
};

/* A secure address minus the non-secure one of the same thing. */
#define SECURE_ALIAS 0x10000000u

/* Asks the partitions, and reads the symbols of the secure image; false if something is missing that each party has. */
bool find_places(void);

const struct places* place_of(enum party party);
const char* name_of(enum party party);
const char* kind_name(enum kind kind);
bool is_psa_rot(enum party party);

/* Has the party access that address; false if it could not be asked to. `word` is the word to write, or the word read.
 */
bool try_it(enum party who, enum access access, uint32_t address, uint32_t* word);

/* The address of the instruction with which the non-secure world reads or writes. */
uint32_t instruction_that(enum access access);

#endif
