// SPDX-License-Identifier: Apache-2.0

/* Three threads that call two secure services at the same time. Each has a client id of its own, and so an account of
 * its own with the teller. The third has no privilege. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "os_wrapper/mutex.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "rtos.h"
#include "rtos_services.h"
#include "tfm_ns_interface.h"

enum { THREADS = 3, STACK_WORDS = 512, ROUNDS = 30, ROUNDS_IN_A_REPORT = 10, CYCLES = 30 };

/* What a thread does, and what came of it. */
struct customer {
  const char* text; /* to be sealed in each round */
  int32_t amount;   /* to be paid in in each round */
  uint32_t wrong_seals;
  uint32_t wrong_statements;
  struct statement last;
};

static struct customer customers[THREADS] = {
    {.text = "Anna pays the rent, and a little more for the garden", .amount = 1},
    {.text = "Bert saves", .amount = 20},
    {.text = "Carla has no privilege, and an account like the others", .amount = 300},
};
static uint32_t stacks[THREADS][STACK_WORDS] __attribute__((aligned(8)));
static struct rtos_thread threads[THREADS] = {
    {.name = "Anna", .client_id = -1},
    {.name = "Bert", .client_id = -2},
    {.name = "Carla", .client_id = -3, .is_unprivileged = true},
};
static void* journal_lock;
static int checks;
static int failures;

static void check(bool right, const char* what) {
  checks++;
  failures += !right;
  ns_print(right ? "    ok: " : "    WRONG: ");
  ns_print(what);
  ns_print("\n");
}

static uint32_t seal_of(const char* text) {
  uint32_t seal = SEAL_OF_NOTHING;
  for (; *text != '\0'; text++) {
    seal = seal_with(seal, (uint8_t)*text);
  }
  return seal;
}

static bool have_sealed(const char* text) {
  uint32_t seal = 0;
  const psa_invec in = {text, strlen(text)};
  psa_outvec out = {&seal, sizeof seal};
  return psa_call(NOTARY_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == PSA_SUCCESS && seal == seal_of(text);
}

static psa_status_t pay_in(int32_t amount, struct statement* statement) {
  const psa_invec in = {&amount, sizeof amount};
  psa_outvec out = {statement, sizeof *statement};
  return psa_call(TELLER_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1);
}

/* The threads share a journal, and a mutex for it. main() prints it, because a thread without privilege cannot: the
 * UART is not its own. */
static struct entry {
  const char* name;
  int32_t rounds;
  struct statement statement;
} journal[THREADS * ROUNDS / ROUNDS_IN_A_REPORT];
static unsigned entries;

static void report(const struct customer* customer, int32_t rounds) {
  (void)os_wrapper_mutex_acquire(journal_lock, OS_WRAPPER_WAIT_FOREVER);
  journal[entries++] = (struct entry){rtos_current()->name, rounds, customer->last};
  (void)os_wrapper_mutex_release(journal_lock);
}

static void print_journal(void) {
  char line[96];
  ns_print("What happened, in this order\n");
  for (unsigned i = 0; i < entries; i++) {
    (void)snprintf(
        line, sizeof line, "  %-5s after %2" PRId32 " rounds: balance %5" PRId32 ", client id -0x%08" PRIX32 "\n",
        journal[i].name, journal[i].rounds, journal[i].statement.balance, -(uint32_t)journal[i].statement.client_id);
    ns_print(line);
  }
  check(entries == THREADS * ROUNDS / ROUNDS_IN_A_REPORT, "every thread has told of every ten rounds");
}

static void use_services(void* argument) {
  struct customer* const customer = argument;
  for (int32_t round = 1; round <= ROUNDS; round++) {
    customer->wrong_seals += !have_sealed(customer->text);
    const psa_status_t status = pay_in(customer->amount, &customer->last);
    customer->wrong_statements += status != PSA_SUCCESS || customer->last.balance != round * customer->amount;
    if (round % ROUNDS_IN_A_REPORT == 0) {
      report(customer, round);
    }
  }
}

static void say(const char* text, uint32_t number) {
  char line[96];
  (void)snprintf(line, sizeof line, "  %5" PRIu32 " %s\n", number, text);
  ns_print(line);
}

static void tell_what_the_kernel_saw(void) {
  ns_print("What the kernel saw\n");
  say("times it switched to another thread", rtos_statistics.switches);
  say("of them in the middle of a secure call", rtos_statistics.switches_in_secure_code);
  say("times a thread waited, because another one's call was under way", rtos_statistics.waits);
  check(rtos_statistics.switches_in_secure_code > 0 && rtos_statistics.waits > 0,
        "the calls were made at the same time");
}

static void tell_what_the_threads_saw(void) {
  bool are_seals_right = true;
  bool are_accounts_right = true;
  bool are_ids_right = true;
  ns_print("What the threads saw\n");
  for (unsigned i = 0; i < THREADS; i++) {
    are_seals_right = are_seals_right && customers[i].wrong_seals == 0;
    are_accounts_right = are_accounts_right && customers[i].wrong_statements == 0;
    are_ids_right = are_ids_right && customers[i].last.client_id == -0x3C000000 + 1 + threads[i].client_id;
  }
  check(are_seals_right, "every seal was that of the thread's own text");
  check(are_accounts_right, "every balance was what the thread itself had paid in");
  check(are_ids_right, "the teller told the threads apart by their client ids");
}

int main(void) {
  struct statement statement;

  ns_print("Postern RTOS example: three threads call two secure services\n");
  journal_lock = os_wrapper_mutex_create();
  check(tfm_ns_interface_init() == OS_WRAPPER_SUCCESS && journal_lock != NULL,
        "there is a lock for calls, one for the journal");
  for (unsigned i = 0; i < THREADS; i++) {
    threads[i].body = use_services;
    threads[i].argument = &customers[i];
    threads[i].stack = stacks[i];
    threads[i].stack_words = STACK_WORDS;
  }
  rtos_run(threads, THREADS, CYCLES);
  print_journal();
  tell_what_the_kernel_saw();
  tell_what_the_threads_saw();
  check(pay_in(1, &statement) == PSA_ERROR_PROGRAMMER_ERROR, "main() has no client id, and is refused");
  char line[48];
  (void)snprintf(line, sizeof line, "END rtos %d cases %d failed\n", checks, failures);
  ns_print(line);
  ns_exit(failures == 0 ? 0 : 1);
}
