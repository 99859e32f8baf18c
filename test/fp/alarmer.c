// SPDX-License-Identifier: Apache-2.0

/* ALARMER: the most urgent partition, which owns the alarm. Its registers are in use while it waits. On the SFN backend
 * it is its first-level function, and the requests. */
#include "psa_manifest/alarmer.h"

#include "fpu.h"
#include "ns_board.h"
#include "psa/service.h"
#include "requests.h"

#define TIMER ((volatile uint32_t*)FP_ALARM) /* control, value, reload, clear */
enum { CONTROL, VALUE, RELOAD, CLEAR, RUN_AND_INTERRUPT = 9 };

static struct told told;

static void stop_alarm(void) {
  TIMER[CONTROL] = 0;
  TIMER[CLEAR] = 1;
}

/* Above level 1 a first-level function begins with zeros. At level 1 it runs as a handler over any code, and what is
 * not the secure world's is not hidden from it. It leaves what any function may leave. */
psa_flih_result_t alarm_line_flih(void) {
  struct fpu now;
  const struct fpu own = pattern_of(ALARMER_PARTITION);
  fpu_store(&now);
  told.wrong += secrets_in(&now);
  told.left += PSA_FRAMEWORK_ISOLATION_LEVEL > 1 ? foreign_in(&now, NO_OWNER) : 0;
  fpu_load_scratch(&own);
  stop_alarm();
  if (!ALARMER_MODEL_IPC) {
    told.alarms++;
  }
  return PSA_FLIH_SIGNAL;
}

static void end_alarm(void) {
  if (FP_FIRST_LEVEL) {
    psa_reset_signal(ALARM_LINE_SIGNAL);
  } else {
    stop_alarm();
    psa_eoi(ALARM_LINE_SIGNAL);
  }
}

static void arm(psa_handle_t message) {
  uint32_t ticks = 0;
  (void)psa_read(message, 0, &ticks, sizeof ticks);
  told = (struct told){0};
  stop_alarm();
  TIMER[RELOAD] = ticks;
  TIMER[VALUE] = ticks;
  TIMER[CONTROL] = RUN_AND_INTERRUPT;
}

/* Leaves its registers behind. */
psa_status_t alarmer_init(void) {
  const struct fpu own = pattern_of(ALARMER_PARTITION);
  fpu_load(&own);
  psa_irq_enable(ALARM_LINE_SIGNAL);
  return PSA_SUCCESS;
}

/* A request that is answered at once. */
static psa_status_t serve(const psa_msg_t* message) {
  if (message->type == ARM) {
    arm(message->handle);
  } else if (message->type == TELL) {
    psa_write(message->handle, 0, &told, sizeof told);
  }
  return PSA_SUCCESS;
}

psa_status_t alarm_sfn(const psa_msg_t* message) {
  if (message->type == SLEEP) {
    arm(message->handle);
    (void)psa_wait(ALARM_LINE_SIGNAL, PSA_BLOCK);
  }
  if (psa_wait(ALARM_LINE_SIGNAL, PSA_POLL) != 0) {
    end_alarm();
  }
  return serve(message);
}

#if ALARMER_MODEL_IPC
static psa_handle_t sleeper; /* the message that waits for the alarm */
static int uses_unit;

static void take_message(void) {
  psa_msg_t message;
  if (psa_get(ALARM_SIGNAL, &message) != PSA_SUCCESS) {
    return;
  }
  uses_unit = uses_unit || message.type == USE_UNIT;
  if (message.type == SLEEP) {
    arm(message.handle);
    sleeper = message.handle;
    return;
  }
  psa_reply(message.handle, serve(&message));
}

static void take_alarm(void) {
  told.alarms++;
  end_alarm();
  if (sleeper != PSA_NULL_HANDLE) {
    psa_reply(sleeper, PSA_SUCCESS);
    sleeper = PSA_NULL_HANDLE;
  }
}

void alarmer_main(void) {
  const struct fpu before = pattern_of(ALARMER_PARTITION);
  const struct made_call wait = {(uint32_t)psa_wait, {PSA_WAIT_ANY, PSA_BLOCK, 0, 0}};
  struct fpu after;

  psa_irq_enable(ALARM_LINE_SIGNAL);
  for (;;) {
    const int watches = uses_unit;
    const psa_signal_t signals = watches ? fpu_across(&before, &after, &wait) : psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    told.wrong += watches ? lost_in(&after, &before, 0) + foreign_in(&after, ALARMER_PARTITION) : 0;
    if ((signals & ALARM_LINE_SIGNAL) != 0) {
      take_alarm();
    }
    if ((signals & ALARM_SIGNAL) != 0) {
      take_message();
    }
  }
}
#endif
