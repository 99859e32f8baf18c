// SPDX-License-Identifier: Apache-2.0

/* LOWER: the least urgent partition. It has a request for each function of the framework; on the IPC backend it takes
 * its messages itself. */
#include "psa_manifest/lower.h"

#include "look.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "sweep.h"

#define SOFTWARE_TRIGGER (*(volatile uint32_t*)0xE000EF00u)
enum { OWN_LINE = 20, FIRST = 5, LEFT_OUT = 3 };

static uint32_t damage;

#define WATCHED(function, a, b, c, d) \
  watched(&damage, (const void*)(function), (uint32_t)(a), (uint32_t)(b), (uint32_t)(c), (uint32_t)(d))

static psa_status_t copy(psa_handle_t message) {
  uint8_t bytes[BYTES];
  psa_status_t sum = 0;
  uint32_t count = WATCHED(psa_read, message, 0, bytes, FIRST);
  count += WATCHED(psa_skip, message, 0, LEFT_OUT, 0);
  count += WATCHED(psa_read, message, 0, bytes + count, BYTES);
  for (unsigned i = 0; i < FIRST; i++) {
    sum += bytes[i];
  }
  for (unsigned i = FIRST + LEFT_OUT; i < count && i < BYTES; i++) {
    sum += bytes[i];
  }
  (void)WATCHED(psa_write, message, 0, bytes, FIRST);
  (void)WATCHED(psa_write, message, 0, bytes + FIRST + LEFT_OUT, BYTES - FIRST - LEFT_OUT);
  return sum;
}

static psa_status_t gather(psa_handle_t message) {
  uint8_t bytes[BYTES];
  uint32_t count = 0;
  uint32_t number = 0;
  for (unsigned i = 0; i < PARTS; i++) {
    count += WATCHED(psa_read, message, i, bytes + count, BYTES - count);
  }
  for (unsigned i = 0; i < count; i++) {
    number = number * 31 + bytes[i];
  }
  return (psa_status_t)(number & INT32_MAX);
}

static psa_status_t compute(void) {
  volatile psa_status_t sum = 0;
  for (psa_status_t i = 0; i < LONG; i++) {
    sum = sum + i;
  }
  return sum;
}

static psa_status_t poll(void) {
  psa_status_t none = 0;
  for (unsigned i = 0; i < POLLS; i++) {
    none += WATCHED(psa_wait, OWN_LINE_SIGNAL, PSA_POLL, 0, 0) == 0;
  }
  return none;
}

static psa_status_t use_line(void) {
  (void)WATCHED(psa_irq_enable, OWN_LINE_SIGNAL, 0, 0, 0);
  SOFTWARE_TRIGGER = OWN_LINE;
  __asm volatile("dsb\n isb" ::: "memory");
  const uint32_t came = WATCHED(psa_wait, OWN_LINE_SIGNAL, PSA_BLOCK, 0, 0);
  (void)WATCHED(psa_eoi, OWN_LINE_SIGNAL, 0, 0, 0);
  const uint32_t was_enabled = WATCHED(psa_irq_disable, OWN_LINE_SIGNAL, 0, 0, 0);
  return came == OWN_LINE_SIGNAL && was_enabled == 1 ? RIGHT : WRONG;
}

static psa_status_t answer(int32_t request, psa_handle_t message) {
  switch (request) {
    case PLAIN: return RIGHT;
    case COPY: return copy(message);
    case GATHER: return gather(message);
    case COMPUTE: return compute();
    case POLL: return poll();
    case LINE: return use_line();
    case PANIC: psa_panic();
    default: return WRONG;
  }
}

static psa_status_t judged(psa_status_t status) { return damage == 0 ? status : WRONG; }

psa_status_t lower_sfn(const psa_msg_t* message) { return judged(answer(message->type, message->handle)); }

#if LOWER_MODEL_IPC
void lower_main(void) {
  psa_msg_t message;

  for (;;) {
    (void)WATCHED(psa_wait, LOWER_SIGNAL, PSA_BLOCK, 0, 0);
    if (WATCHED(psa_get, LOWER_SIGNAL, &message, 0, 0) != 0) {
      continue;
    }
    psa_status_t status = RIGHT;
    if (message.type == NOTIFY) {
      (void)WATCHED(psa_notify, URGENT, 0, 0, 0);
    } else {
      status = answer(message.type, message.handle);
    }
    (void)WATCHED(psa_reply, message.handle, judged(status), 0, 0);
  }
}
#endif
