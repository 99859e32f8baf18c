// SPDX-License-Identifier: Apache-2.0

/* Dies as it is told. Its answer to everything else shows its memory, its interrupts and its connections. */
#include <stdint.h>
#include <stdlib.h>

#include "deep_stack.h"
#include "first_registers.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/mortal.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "source.h"

/* The heap of the manifest. malloc clears what it returns, so the memory itself is looked at. */
enum { HEAP_SIZE = 0x100 };
extern unsigned char postern_heap[];

enum { FAST_LINE = 22, SLOW_LINE = 21, INITIAL = 0x1234 };

static volatile uint32_t initialised = INITIAL;
static volatile uint32_t zero;
static volatile uint32_t lives __attribute__((section(".noinit")));
static volatile uint32_t lives_are_counted __attribute__((section(".noinit")));
static volatile int function_dies;
static psa_signal_t waits_for;
static psa_handle_t frail_session;
static int32_t held; /* messages of this life */
static int fills_registers;

void mortal_main(void);
void live(void);

psa_flih_result_t mortal_fast_flih(void) {
  if (function_dies) {
    psa_panic();
  }
  return PSA_FLIH_NO_SIGNAL;
}

/* Where the compiler cannot see it. */
static void __attribute__((noinline)) fault(void) { __builtin_trap(); }

static int __attribute__((noinline)) overflow(volatile int* depth) {
  volatile int deeper[16] = {*depth + 1};
  return deeper[0] < 1000000 ? overflow(deeper) + deeper[1] : 0;
}

static psa_status_t memory_is_as_at_boot(void) {
  uint8_t seen = 0;

  for (int i = 0; i < HEAP_SIZE; ++i) {
    seen |= ((volatile uint8_t*)postern_heap)[i];
  }
  return initialised == INITIAL && zero == 0 && seen == 0 && is_deep_stack_clear() ? 0 : 1;
}

static void remember(void) {
  initialised = 1;
  zero = 1;
  fill_deep_stack(0xA5A5A5A5);
  for (;;) {
    volatile uint8_t* const block = malloc(16); /* all of the heap */
    if (block == NULL) {
      return;
    }
    for (int i = 0; i < 16; ++i) {
      block[i] = 0xA5;
    }
  }
}

static void die(const psa_msg_t* message) {
  uint32_t word = 0x55555555;
  psa_outvec out = {&word, sizeof word};
  int depth = 0;

  switch (message->type) {
    case DIE_OF_PANIC: psa_panic();
    case DIE_OF_FAULT: fault(); return;
    case DIE_OF_OVERFLOW: zero = (uint32_t)overflow(&depth); return;
    case DIE_OF_WRONG_HANDLE: (void)psa_read(message->handle + 0x100, 0, &word, sizeof word); return;
    case DIE_AFTER_WRITE: psa_write(message->handle, 0, &word, sizeof word); psa_panic();
    case DIE_WITH_MAPPING:
      (void)psa_map_invec(message->handle, 0);
      *(volatile uint8_t*)psa_map_outvec(message->handle, 0) = 0x77;
      psa_panic();
    case DIE_IN_FUNCTION:
      function_dies = 1;
      psa_irq_enable(MORTAL_FAST_SIGNAL);
      raise_source(FAST_LINE);
      return;
    case DIE_WHEN_CALLED:
      function_dies = 1;
      psa_irq_enable(MORTAL_FAST_SIGNAL);
      (void)psa_call(HEIR_HANDLE, HEIR_INTERRUPT, NULL, 0, &out, 1);
      return;
    case DIE_WITH_FRAIL: (void)psa_call(FRAIL_HANDLE, FRAIL_DIES, NULL, 0, NULL, 0); psa_panic();
    case DIE_IN_TRAP: call_without_stack(); return;
    case DIE_OF_ACCUSATION: (void)psa_call(HEIR_HANDLE, HEIR_ACCUSE, NULL, 0, NULL, 0); return;
    default: return;
  }
}

static psa_status_t show(const psa_msg_t* message) {
  switch (message->type) {
    case LIVES: return (psa_status_t)lives;
    case REMEMBER: remember(); return PSA_SUCCESS;
    case RECALL: return held == 0 ? memory_is_as_at_boot() : 2;
    case FILL_REGISTERS: fills_registers = 1; return PSA_SUCCESS;
    case FIRST_REGISTERS: return are_registers_as_at_boot() ? 0 : 1;
    case BE_DEAF: waits_for = MORTAL_SESSION_SIGNAL; return PSA_SUCCESS;
    case OPEN_TWO:
      return psa_connect(HEIR_SESSION_SID, 1) > 0 && psa_connect(HEIR_SESSION_SID, 1) > 0 ? PSA_SUCCESS : 1;
    case OPEN_FRAIL: frail_session = psa_connect(FRAIL_SESSION_SID, 1); return frail_session > 0 ? PSA_SUCCESS : 1;
    case CALL_FRAIL: return psa_call(frail_session, PSA_IPC_CALL, NULL, 0, NULL, 0);
    case ENABLE_SLOW:
      psa_irq_enable(MORTAL_SLOW_SIGNAL);
      raise_source(SLOW_LINE);
      if ((psa_wait(MORTAL_SLOW_SIGNAL, PSA_POLL) & MORTAL_SLOW_SIGNAL) == 0) {
        return 1;
      }
      raise_source(SLOW_LINE); /* once more: now the line is masked, and the interrupt stays pending */
      return PSA_SUCCESS;
    case LEAVE_SLOW_ON: psa_irq_enable(MORTAL_SLOW_SIGNAL); return PSA_SUCCESS;
    case SLOW_IS_OFF: raise_source(SLOW_LINE); return psa_wait(MORTAL_SLOW_SIGNAL, PSA_POLL) == 0 ? 1 : 0;
    case SLOW_STATE:
      /* A line that was enabled or pending would assert the signal. */
      if (psa_wait(MORTAL_SLOW_SIGNAL, PSA_POLL) != 0 || psa_irq_disable(MORTAL_SLOW_SIGNAL) != 0) {
        return 1;
      }
      psa_irq_enable(MORTAL_SLOW_SIGNAL);
      return psa_wait(MORTAL_SLOW_SIGNAL, PSA_POLL) != 0 ? 2 : (psa_irq_disable(MORTAL_SLOW_SIGNAL) == 1 ? 0 : 3);
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

static void serve(psa_signal_t signal) {
  psa_msg_t message;

  if (psa_get(signal, &message) != PSA_SUCCESS) {
    return;
  }
  if (message.type == HOLD) {
    held++;
    return;
  }
  if (message.type <= 0) {
    psa_reply(message.handle, PSA_SUCCESS);
    return;
  }
  die(&message);
  psa_reply(message.handle, show(&message));
}

STORES_REGISTERS(mortal_main, live)

void live(void) {
  if (lives_are_counted != 0xC0117ED) {
    lives_are_counted = 0xC0117ED;
    lives = 0;
  }
  lives++;
  if (lives == 1) {
    keep_registers_of_boot();
  }
  waits_for = MORTAL_SIGNAL | MORTAL_SESSION_SIGNAL;
  for (;;) {
    const psa_signal_t signals =
        fills_registers ? wait_with_filled_registers(waits_for, PSA_BLOCK) : psa_wait(waits_for, PSA_BLOCK);
    serve((signals & MORTAL_SIGNAL) != 0 ? MORTAL_SIGNAL : MORTAL_SESSION_SIGNAL);
  }
}
