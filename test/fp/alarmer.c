/* ALARMER: the most urgent partition, which owns the alarm. Its registers are in use while it waits. */
#include "psa_manifest/alarmer.h"

#include "fpu.h"
#include "ns_board.h"
#include "psa/service.h"
#include "requests.h"

#define TIMER ((volatile uint32_t*)BOARD_TIMER0) /* control, value, reload, clear */
enum { CONTROL, VALUE, RELOAD, CLEAR, RUN_AND_INTERRUPT = 9 };

static struct told told;

static void stop_alarm(void) {
  TIMER[CONTROL] = 0;
  TIMER[CLEAR] = 1;
}

/* Above level 1 a first-level function begins with zeros. At level 1 it runs as a handler over any code, and what is
 * not the secure world's is not hidden from it. */
psa_flih_result_t alarm_line_flih(void) {
  struct fpu now;
  fpu_store(&now);
  told.wrong += PSA_FRAMEWORK_ISOLATION_LEVEL > 1 ? foreign_in(&now, NO_OWNER) : secrets_in(&now);
  stop_alarm();
  return PSA_FLIH_SIGNAL;
}

static psa_status_t arm(psa_handle_t message) {
  uint32_t ticks = 0;
  (void)psa_read(message, 0, &ticks, sizeof ticks);
  told = (struct told){0};
  stop_alarm();
  TIMER[RELOAD] = ticks;
  TIMER[VALUE] = ticks;
  TIMER[CONTROL] = RUN_AND_INTERRUPT;
  return PSA_SUCCESS;
}

static void take_message(void) {
  psa_msg_t message;
  if (psa_get(ALARM_SIGNAL, &message) != PSA_SUCCESS) {
    return;
  }
  psa_status_t status = PSA_ERROR_NOT_SUPPORTED;
  if (message.type == ARM) {
    status = arm(message.handle);
  } else if (message.type == TELL) {
    psa_write(message.handle, 0, &told, sizeof told);
    status = PSA_SUCCESS;
  }
  psa_reply(message.handle, status);
}

static void end_alarm(void) {
  told.alarms++;
  if (FP_FIRST_LEVEL) {
    psa_reset_signal(ALARM_LINE_SIGNAL);
  } else {
    stop_alarm();
    psa_eoi(ALARM_LINE_SIGNAL);
  }
}

void alarmer_main(void) {
  const struct fpu before = pattern_of(ALARMER_PARTITION);
  const struct made_call wait = {(uint32_t)psa_wait, {PSA_WAIT_ANY, PSA_BLOCK, 0, 0}};
  struct fpu after;

  psa_irq_enable(ALARM_LINE_SIGNAL);
  for (;;) {
    const psa_signal_t signals = fpu_across(&before, &after, &wait);
    told.wrong += lost_in(&after, &before, CALLEE_SAVED) + foreign_in(&after, ALARMER_PARTITION);
    if ((signals & ALARM_LINE_SIGNAL) != 0) {
      end_alarm();
    }
    if ((signals & ALARM_SIGNAL) != 0) {
      take_message();
    }
  }
}
