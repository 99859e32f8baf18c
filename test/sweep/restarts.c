// SPDX-License-Identifier: Apache-2.0

/* Interrupts at every instruction of a restart (moments.h): from the call that a partition dies in to the answer that
 * its client gets. The partition runs before its client, so that is after the first psa_wait of its next life.
 *
 * Each time the client must get its error, the other partitions must answer, the next life must work, and nothing of
 * the old one may be left. The partitions are those of test/restart and the three of this directory. */
#include <stdio.h>
#include <string.h>

#include "moments.h"
#include "ns_platform.h"
#include "psa/error.h"
#include "psa/framework_feature.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

#include "../restart/requests.h"

/* What the partition has when it dies. */
enum {
  WITH_MEMORY = 1,      /* its data, heap and stack are not as at boot */
  WITH_LINE = 2,        /* its interrupt is enabled and pending */
  WITH_SERVICES = 4,    /* two connections of its own */
  WITH_CLIENT = 8,      /* a message of another client that is answered later */
  WITH_CONNECTION = 16, /* a connection of this program, which the call does not use */
  ON_CONNECTION = 32,   /* a connection of this program, which the call uses */
  WITH_FRAIL = 64,      /* FRAIL dies with it */
  OF_FRAIL = 128,       /* FRAIL dies and MORTAL does not */
  WITH_QUEUE = 256,     /* the message of the other client is not taken yet */
  WITH_ALL = WITH_MEMORY | WITH_LINE | WITH_SERVICES | WITH_CLIENT | WITH_CONNECTION,
};

/* What is found afterwards, one bit each. */
enum trace {
  NO_NEW_LIFE = 1,
  OLD_MEMORY = 2,
  OLD_LINE = 4,
  OLD_CONNECTION = 8,    /* of the partition, at its service */
  NO_ANSWER = 16,        /* to the other client */
  CONNECTION_LIVES = 32, /* of this program */
  OTHERS_FAIL = 64,
};

#define DEATH(service, type, what) GATE(call), {(uint32_t)(service##_HANDLE), PARAM_PACK(type, 0, 0), 0, 0}, what
static const struct operation deaths[] = {
    {"panic", DEATH(MORTAL, DIE_OF_PANIC, WITH_MEMORY)},
    {"fault_with_all", DEATH(MORTAL, DIE_OF_FAULT, WITH_ALL)},
    {"stack_overflow", DEATH(MORTAL, DIE_OF_OVERFLOW, WITH_MEMORY | WITH_LINE)},
    {"panic_on_a_connection", DEATH(MORTAL, DIE_OF_PANIC, ON_CONNECTION | WITH_SERVICES | WITH_CLIENT)},
    {"panic_with_a_queue", DEATH(MORTAL, DIE_OF_PANIC, ON_CONNECTION | WITH_QUEUE | WITH_CLIENT)},
    {"panic_with_mapped_vectors",
     GATE(call),
     {(uint32_t)MORTAL_HANDLE, PARAM_PACK(DIE_WITH_MAPPING, 1, 1), VECTORS},
     WITH_CLIENT},
    {"two_deaths", DEATH(MORTAL, DIE_WITH_FRAIL, WITH_FRAIL | WITH_SERVICES)},
    {"death_of_a_secure_function", DEATH(FRAIL, FRAIL_DIES, OF_FRAIL)},
#if PSA_FRAMEWORK_ISOLATION_LEVEL > 1
    {"death_in_an_interrupt_function", DEATH(MORTAL, DIE_IN_FUNCTION, WITH_ALL)},
    {"death_in_an_interrupt_function_with_a_call", DEATH(MORTAL, DIE_WHEN_CALLED, WITH_ALL)},
#endif
};
enum { DEATHS = sizeof deaths / sizeof deaths[0], RULES = 160 };

/* In no-init memory: a reset after each of the deaths gives its partition all of its restarts again. */
static struct {
  uint32_t started;
  uint32_t next;
  uint32_t is_ending; /* the reset is expected */
  uint32_t failures;
  uint32_t samples;
} progress __attribute__((section(".noinit")));
enum { STARTED = 0x52535452 };

static psa_handle_t session;
static psa_status_t lives;

static psa_status_t ask(psa_handle_t service, int32_t request) { return psa_call(service, request, NULL, 0, NULL, 0); }

static psa_status_t lives_of(const struct operation* death) {
  return (death->kind & OF_FRAIL) != 0 ? ask(FRAIL_HANDLE, FRAIL_LIVES) : ask(MORTAL_HANDLE, LIVES);
}

static void prepare(int what) {
  if ((what & WITH_SERVICES) != 0) {
    (void)ask(MORTAL_HANDLE, OPEN_TWO);
  }
  if ((what & WITH_FRAIL) != 0) {
    (void)ask(MORTAL_HANDLE, OPEN_FRAIL);
  }
  if ((what & WITH_QUEUE) != 0) {
    (void)ask(MORTAL_HANDLE, BE_DEAF); /* to all but its connections */
  }
  if ((what & WITH_CLIENT) != 0) {
    (void)ask(WAITER_HANDLE, WAITER_CALLS);
  }
  if ((what & WITH_LINE) != 0) {
    (void)ask(MORTAL_HANDLE, ENABLE_SLOW);
  }
  if ((what & WITH_MEMORY) != 0) {
    (void)ask(MORTAL_HANDLE, REMEMBER);
  }
}

void begin_operation(const struct operation* death, struct made_call* call) {
  lives = lives_of(death);
  if ((death->kind & (WITH_CONNECTION | ON_CONNECTION)) != 0) {
    session = psa_connect(MORTAL_SESSION_SID, 1);
  }
  if ((death->kind & ON_CONNECTION) != 0) {
    call->arguments[0] = (uint32_t)session;
  }
  prepare(death->kind);
}

static int others_answer(void) {
  uint8_t copy[BYTES];
  psa_outvec copied = {copy, sizeof copy};
  return ask(LOWER_HANDLE, PLAIN) == RIGHT && psa_call(MIDDLE_HANDLE, NESTED, &in, 1, &copied, 1) > 0 &&
         ask(FRAIL_HANDLE, FRAIL_LIVES) > 0;
}

void end_operation(const struct operation* death, const struct made_call* call, struct outcome* outcome) {
  (void)call;
  uint32_t traces = lives_of(death) == lives + 1 ? 0 : NO_NEW_LIFE;
  traces |= ask(MORTAL_HANDLE, RECALL) == 0 ? 0 : OLD_MEMORY;
  traces |= ask(MORTAL_HANDLE, SLOW_STATE) == 0 ? 0 : OLD_LINE;
  traces |= ask(HEIR_HANDLE, HEIR_OPEN) == 0 ? 0 : OLD_CONNECTION;
  if ((death->kind & WITH_CLIENT) != 0) {
    traces |= ask(WAITER_HANDLE, WAITER_RESULT) == PSA_ERROR_COMMUNICATION_FAILURE ? 0 : NO_ANSWER;
  }
  if ((death->kind & (WITH_CONNECTION | ON_CONNECTION)) != 0) {
    traces |= ask(session, LIVES) == PSA_ERROR_COMMUNICATION_FAILURE ? 0 : CONNECTION_LIVES;
    psa_close(session);
  }
  outcome->traces = traces | (others_answer() ? 0 : OTHERS_FAIL);
}

/* Without interrupts. */
static unsigned judge(unsigned number, const struct operation* death, const struct outcome* outcome) {
  char line[RULES];
  const int is_right = outcome->look.registers.r[0] == (uint32_t)PSA_ERROR_COMMUNICATION_FAILURE &&
                       outcome->traces == 0 && outcome->damage == 0;
  (void)snprintf(line, sizeof line, "%s %u %s [LIFE-1 LIFE-2 LIFE-3 LIFE-4 LIFE-6 LIFE-7]\n",
                 is_right ? "ok" : "FAILED", number, death->name);
  ns_print(line);
  if (!is_right) {
    (void)snprintf(line, sizeof line, "  answer %d, traces %u, damage %u\n", (int)outcome->look.registers.r[0],
                   (unsigned)outcome->traces, (unsigned)outcome->damage);
    ns_print(line);
  }
  return !is_right;
}

static void sweep_next(int is_long) {
  const struct sweeping how = {is_long, 64, DEATHS * (SWEEPS + 1), " LIFE-1 LIFE-2"};
  const struct operation* const death = &deaths[progress.next];
  const unsigned number = progress.next * (SWEEPS + 1) + 1;
  struct outcome wanted;
  make_undisturbed_call(death, &wanted);
  progress.failures += judge(number, death, &wanted);
  progress.failures += sweep_over(&how, number + 1, death, &wanted);
  progress.samples += moments_tried;
  progress.next++;
}

int main(void) {
  char line[RULES];
  ns_command_line(line, sizeof line);
  const int is_long = strstr(line, "long") != NULL;
  (void)tfm_ns_interface_init();
  if (progress.started != STARTED) {
    memset(&progress, 0, sizeof progress);
    progress.started = STARTED;
  } else if (!progress.is_ending) {
    ns_print("FAILED: the system was reset\n");
    progress.started = 0;
    ns_exit(1);
  }
  progress.is_ending = 0;
  find_moments();
  sweep_next(is_long);
  if (progress.next < DEATHS) {
    progress.is_ending = 1; /* the image has no secure log that would tell */
    (void)ask(LOWER_HANDLE, PANIC);
  }
  (void)snprintf(line, sizeof line, "TALLY %u disturbed restarts\n", (unsigned)progress.samples);
  ns_print(line);
  (void)snprintf(line, sizeof line, "END %s %u cases %u failed\n", SWEEP_IMAGE, (unsigned)(DEATHS * (SWEEPS + 1)),
                 (unsigned)progress.failures);
  ns_print(line);
  progress.started = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
