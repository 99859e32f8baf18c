/* Who there is, where what belongs to whom lies, and how each is made to use an address. */
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
  uint32_t function; /* that can be called by whoever may execute its code */
};

/* The non-secure world's address of something is this much lower than the secure one's. */
#define SECURE_ALIAS 0x10000000u
/* A register of each UART that holds a word. */
#define UART_DIVIDER 0x10u

/* Asks the partitions, and looks at the symbols of the secure image; false if something is missing that each party has.
 */
bool find_places(void);

const struct places* place_of(enum party party);
const char* name_of(enum party party);
const char* kind_name(enum kind kind);
bool is_psa_rot(enum party party);

/* Has the party use that address; false if it could not even be told to. `word` is what to write or was read. */
bool try_it(enum party who, enum access access, uint32_t address, uint32_t* word);

/* The instruction with which the non-secure world reads or writes. */
uint32_t instruction_that(enum access access);

#endif
