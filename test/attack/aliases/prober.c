/* PROBER: uses whatever address it is told. */
#include "prober.h"

#include "psa/service.h"
#include "psa_manifest/prober.h"

static const uint32_t constant[] = {0x47704770, 0x47704770}; /* instructions that return */
static volatile uint32_t variable = 0x47704770;

__attribute__((noinline)) static void nothing(void) { __asm__ volatile(""); }

static void probe(const struct probe* probe) {
  volatile uint32_t* const place = (volatile uint32_t*)probe->address;
  switch (probe->access) {
    case READ: (void)*place; return;
    case WRITE: *place = 0x47704770; return;
    default: ((void (*)(void))(probe->address | 1u))(); return;
  }
}

psa_status_t prober_sfn(const psa_msg_t* message) {
  if (message->type == TELL) {
    const struct places places = {(uint32_t)nothing & ~1u, (uint32_t)constant, (uint32_t)&variable};
    psa_write(message->handle, 0, &places, sizeof places);
    return PSA_SUCCESS;
  }
  struct probe told;
  if (psa_read(message->handle, 0, &told, sizeof told) != sizeof told) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  probe(&told);
  return PSA_SUCCESS;
}
