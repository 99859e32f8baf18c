/* A partition that tries to reach where it is told to. Included once by each, after it has said what its service is
 * called: SERVICE. */
#include <stdint.h>
#include <stdlib.h>

#include "matrix.h"
#include "psa/service.h"

psa_status_t SERVICE(const psa_msg_t* msg);

static const uint32_t constant[] = {1, 2, 3, 4};
static volatile uint32_t variable = 2;
static uint32_t* heap;

__attribute__((noinline)) static uint32_t harmless(void) {
  uint32_t word = HARMLESS;
  __asm__ volatile("" : "+r"(word));
  return word;
}

static void tell(const psa_msg_t* msg) {
  if (heap == NULL) {
    heap = malloc(HEAP_SIZE);
  }
  const struct told told = {(uint32_t)harmless & ~1u, (uint32_t)constant, (uint32_t)&variable, (uint32_t)heap};
  psa_write(msg->handle, 0, &told, sizeof told);
}

static uint32_t try_it(const struct attempt* attempt) {
  volatile uint32_t* const target = (volatile uint32_t*)attempt->address;
  switch (attempt->access) {
    case READ: return *target;
    case WRITE: *target = attempt->word; return attempt->word;
    case WRITE_BACK: *target = *target; return 0;
    default: return ((uint32_t(*)(void))(attempt->address | 1u))();
  }
}

psa_status_t SERVICE(const psa_msg_t* msg) {
  struct attempt attempt;

  if (msg->type == TELL) {
    tell(msg);
    return PSA_SUCCESS;
  }
  if (psa_read(msg->handle, 0, &attempt, sizeof attempt) != sizeof attempt) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const uint32_t word = try_it(&attempt);
  psa_write(msg->handle, 0, &word, sizeof word);
  return PSA_SUCCESS;
}
