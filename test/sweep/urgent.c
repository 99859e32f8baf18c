// SPDX-License-Identifier: Apache-2.0

/* URGENT: the most urgent partition, the owner of the slow timer's interrupt. It records the delay from arming its
 * alarm to its own code. On the IPC backend its thread handles the interrupt, or its thread and a FLIH function; on the
 * SFN backend the FLIH function alone. */
#include "psa_manifest/urgent.h"

#include "look.h"
#include "ns_board.h"
#include "psa/service.h"
#include "sweep.h"

#define SLOW_TIMER ((volatile uint32_t*)BOARD_S32K_TIMER) /* control, value, reload, clear */
enum { CONTROL, VALUE, RELOAD, CLEAR, RUN_AND_INTERRUPT = 9 };
enum { RUN_WITH_32_BITS = 0x82 };

static struct told told;
static uint32_t armed;

/* A counter that has to be started is a dual timer, and counts down. */
static void start_counter(void) {
  if (SWEEP_COUNTER_CONTROL != 0) {
    *(volatile uint32_t*)SWEEP_COUNTER_CONTROL = RUN_WITH_32_BITS;
  }
}

static uint32_t system_clock(void) {
  const uint32_t count = *(volatile uint32_t*)SWEEP_COUNTER;
  return SWEEP_COUNTER_CONTROL != 0 ? ~count : count;
}

static void stop_alarm(void) {
  SLOW_TIMER[CONTROL] = 0;
  SLOW_TIMER[CLEAR] = 1;
}

static void note_alarm(void) {
  told.delay = system_clock() - armed;
  told.alarms++;
}

psa_flih_result_t alarm_line_flih(void) {
  stop_alarm();
  if (!URGENT_MODEL_IPC) {
    note_alarm();
  }
  return PSA_FLIH_SIGNAL;
}

static void arm(void) {
  told = (struct told){.damage = told.damage};
  SLOW_TIMER[CONTROL] = 0;
  SLOW_TIMER[CLEAR] = 1;
  SLOW_TIMER[RELOAD] = 0xFFFF;
  SLOW_TIMER[VALUE] = 1;
  start_counter();
  armed = system_clock();
  SLOW_TIMER[CONTROL] = RUN_AND_INTERRUPT;
}

static psa_status_t serve(int32_t request, psa_handle_t message) {
  if (request == ARM) {
    arm();
  } else if (request == TELL) {
    psa_write(message, 0, &told, sizeof told);
    told.doorbells = 0;
  }
  return RIGHT;
}

static void end_alarm(void) {
  if (SWEEP_FIRST_LEVEL) {
    psa_reset_signal(ALARM_LINE_SIGNAL);
  } else {
    stop_alarm();
    psa_eoi(ALARM_LINE_SIGNAL);
  }
}

psa_status_t urgent_init(void) {
  psa_irq_enable(ALARM_LINE_SIGNAL);
  return PSA_SUCCESS;
}

psa_status_t alarm_sfn(const psa_msg_t* message) {
  if (message->type == SLEEP) {
    (void)psa_wait(ALARM_LINE_SIGNAL, PSA_BLOCK);
  }
  if (psa_wait(ALARM_LINE_SIGNAL, PSA_POLL) != 0) {
    end_alarm();
  }
  return serve(message->type, message->handle);
}

#if URGENT_MODEL_IPC
static psa_handle_t sleeper;

static void take_message(void) {
  psa_msg_t message;
  if (psa_get(ALARM_SIGNAL, &message) != PSA_SUCCESS) {
    return;
  }
  if (message.type == SLEEP && told.alarms == 0) {
    sleeper = message.handle;
    return;
  }
  psa_reply(message.handle, serve(message.type, message.handle));
}

void urgent_main(void) {
  psa_irq_enable(ALARM_LINE_SIGNAL);
  for (;;) {
    const psa_signal_t signals = watched(&told.damage, (const void*)psa_wait, PSA_WAIT_ANY, PSA_BLOCK, 0, 0);
    if ((signals & ALARM_LINE_SIGNAL) != 0) {
      note_alarm();
      end_alarm();
      if (sleeper != PSA_NULL_HANDLE) {
        psa_reply(sleeper, RIGHT);
        sleeper = PSA_NULL_HANDLE;
      }
    }
    if ((signals & PSA_DOORBELL) != 0) {
      psa_clear();
      told.doorbells++;
    }
    if ((signals & ALARM_SIGNAL) != 0) {
      take_message();
    }
  }
}
#endif
