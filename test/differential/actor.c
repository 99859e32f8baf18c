// SPDX-License-Identifier: Apache-2.0

/* ACTOR: does with a message what its script says. One source for both models. */
#include <string.h>

#include "psa/lifecycle.h"
#include "psa/service.h"
#include "psa_manifest/actor.h"
#include "psa_manifest/pid.h"
#include "raise.h"
#include "script.h"

static struct script script;
static struct report report;
static uint8_t buffer[LARGEST];

static psa_flih_result_t flih_result = PSA_FLIH_SIGNAL;
psa_flih_result_t fast_flih(void) { return flih_result; }

static void raise_fast(psa_flih_result_t result) {
  flih_result = result;
  postern_raise(FAST_SOURCE);
  flih_result = PSA_FLIH_SIGNAL;
}

static void note_bytes(struct seen* seen, unsigned step, const uint8_t* bytes, size_t count) {
  seen->sums[step] = sum_of(bytes, count);
}

static uint32_t write_bytes(psa_handle_t handle, const struct step* what, unsigned step) {
  for (unsigned i = 0; i < LARGEST; i++) {
    buffer[i] = written_byte(step, i);
  }
  psa_write(handle, what->first, buffer, what->second);
  return 0;
}

static uint32_t map_out(const psa_msg_t* message, const struct step* what, unsigned step) {
  uint8_t* const bytes = psa_map_outvec(message->handle, what->first);
  for (unsigned i = 0; i < message->out_size[what->first]; i++) {
    bytes[i] = written_byte(step, i);
  }
  return 0;
}

static uint32_t take_step(const psa_msg_t* message, unsigned step, struct seen* seen) {
  const struct step* const what = &script.steps[step];
  size_t count;

  switch (what->op) {
    case OP_READ:
      count = psa_read(message->handle, what->first, buffer, what->second);
      note_bytes(seen, step, buffer, count);
      return (uint32_t)count;
    case OP_SKIP: return (uint32_t)psa_skip(message->handle, what->first, what->second);
    case OP_WRITE: return write_bytes(message->handle, what, step);
    case OP_RHANDLE: psa_set_rhandle(message->handle, (void*)(uintptr_t)what->first); return 0;
    case OP_MAP_IN: {
      const uint8_t* const bytes = psa_map_invec(message->handle, what->first);
      note_bytes(seen, step, bytes, message->in_size[what->first]);
      return 0;
    }
    case OP_UNMAP_IN: psa_unmap_invec(message->handle, what->first); return 0;
    case OP_MAP_OUT: return map_out(message, what, step);
    case OP_UNMAP_OUT: psa_unmap_outvec(message->handle, what->first, what->second); return 0;
    case OP_LIFECYCLE: return psa_rot_lifecycle_state();
    case OP_VERSION: return psa_version(what->first);
    case OP_RAISE_SLOW: postern_raise(SLOW_SOURCE); return 0;
    case OP_RAISE_FAST: raise_fast(PSA_FLIH_SIGNAL); return 0;
    case OP_RAISE_FAST_IN_VAIN: raise_fast(PSA_FLIH_NO_SIGNAL); return 0;
    case OP_RAISE_WRONG:
      psa_irq_enable(FAST_SIGNAL);
      raise_fast(7);
      return 0;
    case OP_EOI_FAST: psa_eoi(FAST_SIGNAL); return 0;
    case OP_RESET_SLOW: psa_reset_signal(SLOW_SIGNAL); return 0;
    case OP_READ_NOWHERE: return (uint32_t)psa_read(message->handle, 0, (void*)(uintptr_t)16, 1);
    case OP_WRITE_NOWHERE: psa_write(message->handle, 0, (const void*)(uintptr_t)16, 1); return 0;
    case OP_POLL: return psa_wait(SLOW_SIGNAL | FAST_SIGNAL, PSA_POLL);
    case OP_EOI: psa_eoi(SLOW_SIGNAL); return 0;
    case OP_RESET: psa_reset_signal(FAST_SIGNAL); return 0;
    case OP_ENABLE: psa_irq_enable(what->first != 0 ? FAST_SIGNAL : SLOW_SIGNAL); return 0;
    case OP_DISABLE: return psa_irq_disable(what->first != 0 ? FAST_SIGNAL : SLOW_SIGNAL);
    case OP_PANIC: psa_panic();
    case OP_READ_WRONG_HANDLE: return (uint32_t)psa_read(message->handle ^ 0x100, 0, buffer, 1);
    case OP_WAIT_NOTHING: return psa_wait(1u << 20, PSA_POLL);
    case OP_ENABLE_NOTHING: psa_irq_enable(1u << 20); return 0;
#if ACTOR_MODEL_IPC
    case OP_RING: psa_notify(ACTOR); return 0;
    case OP_SILENT: psa_clear(); return 0;
    case OP_NOTIFY_NO_PARTITION: psa_notify(1); return 0;
    case OP_GET_NOTHING: {
      static psa_msg_t other;
      return (uint32_t)psa_get(1u << 4, &other); /* PLAIN has no message: the only other client waits for this one */
    }
    case OP_REPLY_NOTHING: psa_reply(message->handle + 0x100, 0); return 0;
#endif
    default: return 0;
  }
}

/* Answers a message of any tested service. */
static psa_status_t act(const psa_msg_t* message) {
  static struct seen nowhere;
  struct seen* const seen = report.count < MOST_MESSAGES ? &report.messages[report.count] : &nowhere;
  report.count++;
  memset(seen, 0, sizeof *seen);
  seen->type = message->type;
  seen->client_id = message->client_id;
  seen->rhandle = (uintptr_t)message->rhandle;
  for (unsigned v = 0; v < VECTORS; v++) {
    seen->in_size[v] = (uint32_t)message->in_size[v];
    seen->out_size[v] = (uint32_t)message->out_size[v];
  }
  if (message->type == PSA_IPC_DISCONNECT) {
    return (psa_status_t)0x7654321; /* any value */
  }
  for (unsigned step = 0; step < script.count; step++) {
    seen->results[step] = take_step(message, step, seen);
  }
  return script.status;
}

static psa_status_t control(const psa_msg_t* message) {
  if (message->type == CONTROL_SCRIPT) {
    (void)psa_read(message->handle, 0, &script, sizeof script);
    report.count = 0;
    return PSA_SUCCESS;
  }
  psa_write(message->handle, 0, &report, sizeof report);
  return PSA_SUCCESS;
}

#if ACTOR_MODEL_IPC

static const psa_signal_t tested[] = {PLAIN_SIGNAL,   EXACT_SIGNAL, SECRET_SIGNAL,
                                      SESSION_SIGNAL, LOOSE_SIGNAL, PRIVATE_SIGNAL};

void actor_main(void);
void actor_main(void) {
  psa_msg_t message;
  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY & ~(SLOW_SIGNAL | FAST_SIGNAL | PSA_DOORBELL), PSA_BLOCK);
    if ((signals & CONTROL_SIGNAL) != 0) {
      (void)psa_get(CONTROL_SIGNAL, &message);
      psa_reply(message.handle, control(&message));
    }
    for (unsigned i = 0; i < sizeof tested / sizeof tested[0]; i++) {
      if ((signals & tested[i]) != 0) {
        (void)psa_get(tested[i], &message);
        psa_reply(message.handle, act(&message));
      }
    }
  }
}

#else

psa_status_t actor_init(void);
psa_status_t actor_init(void) { return PSA_SUCCESS; }
psa_status_t plain_sfn(const psa_msg_t* message) { return act(message); }
psa_status_t exact_sfn(const psa_msg_t* message) { return act(message); }
psa_status_t secret_sfn(const psa_msg_t* message) { return act(message); }
psa_status_t session_sfn(const psa_msg_t* message) { return act(message); }
psa_status_t loose_sfn(const psa_msg_t* message) { return act(message); }
psa_status_t private_sfn(const psa_msg_t* message) { return act(message); }
psa_status_t control_sfn(const psa_msg_t* message) { return control(message); }

#endif
