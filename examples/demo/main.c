// SPDX-License-Identifier: Apache-2.0

/* The demo's non-secure application: plain C, which uses only psa/client.h of the secure world.
 *
 * It takes numbers from the command line of the run, has the secure services work on them, computes the same itself,
 * and prints what it asked for, what came back and whether that is right. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo_services.h"
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

enum { MOST_NUMBERS = VAULT_CAPACITY };

static int checks;
static int failures;

static void check(bool right, const char* what) {
  checks++;
  if (!right) {
    failures++;
  }
  ns_print(right ? "    ok: " : "    WRONG: ");
  ns_print(what);
  ns_print("\n");
}

static void say(const char* what, int32_t number) {
  char text[96];
  (void)snprintf(text, sizeof text, "  %s %" PRId32 "\n", what, number);
  ns_print(text);
}

/* The program's own name comes first; every word after it is a number. */
static size_t numbers_from_command_line(int32_t* numbers) {
  char line[256];
  size_t count = 0;

  ns_command_line(line, sizeof line);
  char* rest = strchr(line, ' ');
  while (rest != NULL && count < MOST_NUMBERS) {
    char* end;
    const long number = strtol(rest, &end, 10);
    if (end == rest) {
      break;
    }
    numbers[count++] = (int32_t)number;
    rest = end;
  }
  return count;
}

static struct summary summarise(const int32_t* numbers, size_t count) {
  struct summary summary = {.count = (uint32_t)count};
  for (size_t i = 0; i < count; i++) {
    summary.smallest = i == 0 || numbers[i] < summary.smallest ? numbers[i] : summary.smallest;
    summary.largest = i == 0 || numbers[i] > summary.largest ? numbers[i] : summary.largest;
    summary.sum += numbers[i];
  }
  return summary;
}

static bool same(const struct summary* a, const struct summary* b) { return memcmp(a, b, sizeof *a) == 0; }

static void use_statistics(const int32_t* numbers, size_t count) {
  const struct summary expected = summarise(numbers, count);
  struct summary summary;
  const psa_invec in = {numbers, count * sizeof *numbers};
  psa_outvec out = {&summary, sizeof summary};

  ns_print("STATISTICS, a stateless service of an SFN-model partition\n");
  const psa_status_t status = psa_call(STATISTICS_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1);
  check(status == PSA_SUCCESS && out.len == sizeof summary, "it answers with a summary");
  say("count", (int32_t)summary.count);
  say("smallest", summary.smallest);
  say("largest", summary.largest);
  say("sum", summary.sum);
  check(same(&summary, &expected), "the summary is what we computed ourselves");
}

static void use_ledger(const int32_t* numbers, size_t count) {
  const int32_t sum = summarise(numbers, count).sum;
  int32_t balance = 0;
  const psa_invec in = {numbers, count * sizeof *numbers};
  psa_outvec out = {&balance, sizeof balance};

  ns_print("LEDGER, an SFN-model partition that is a client of STATISTICS\n");
  check(psa_call(LEDGER_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == PSA_SUCCESS && balance == sum, "the first posting");
  check(psa_call(LEDGER_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == PSA_SUCCESS && balance == 2 * sum,
        "the second posting adds to it");
  say("balance", balance);
}

#ifdef VAULT_SID
static psa_status_t vault_store(psa_handle_t vault, const int32_t* numbers, size_t count) {
  const psa_invec in = {numbers, count * sizeof *numbers};
  return psa_call(vault, VAULT_STORE, &in, 1, NULL, 0);
}

static bool vault_holds(psa_handle_t vault, const int32_t* numbers, size_t count) {
  int32_t recalled[VAULT_CAPACITY];
  psa_outvec out = {recalled, sizeof recalled};
  return psa_call(vault, VAULT_RECALL, NULL, 0, &out, 1) == PSA_SUCCESS && out.len == count * sizeof *numbers &&
         memcmp(recalled, numbers, out.len) == 0;
}

static void use_vault(const int32_t* numbers, size_t count) {
  const int32_t other[] = {-1, 1};
  const struct summary expected = summarise(numbers, count);
  struct summary summary;
  uint32_t appraisals = 0;
  psa_outvec out = {&summary, sizeof summary};

  ns_print("VAULT, a connection-based service of an IPC-model partition\n");
  const psa_handle_t first = psa_connect(VAULT_SID, VAULT_VERSION);
  const psa_handle_t second = psa_connect(VAULT_SID, VAULT_VERSION);
  check(PSA_HANDLE_IS_VALID(first) && PSA_HANDLE_IS_VALID(second) && first != second, "two sessions are open");
  check(vault_store(first, numbers, count) == PSA_SUCCESS && vault_store(second, other, 2) == PSA_SUCCESS,
        "each session stores its own numbers");
  check(vault_holds(first, numbers, count) && vault_holds(second, other, 2), "and gets them back, not the other's");

  ns_print("  an appraisal: the vault keeps our call open while the CLERK asks STATISTICS\n");
  check(psa_call(first, VAULT_APPRAISE, NULL, 0, &out, 1) == PSA_SUCCESS && same(&summary, &expected),
        "the deferred reply brings the right summary");
  out = (psa_outvec){&appraisals, sizeof appraisals};
  check(psa_call(CLERK_HANDLE, PSA_IPC_CALL, NULL, 0, &out, 1) == PSA_SUCCESS && appraisals == 1,
        "the clerk has made one appraisal");
  psa_close(second);
  psa_close(first);
  check(psa_call(first, VAULT_RECALL, NULL, 0, NULL, 0) == PSA_ERROR_PROGRAMMER_ERROR, "a closed session is refused");
}
#else
static void use_vault(const int32_t* numbers, size_t count) {
  (void)numbers;
  (void)count;
  ns_print("VAULT and CLERK are IPC-model partitions: not in an image with the SFN backend\n");
}
#endif

static void be_refused(void) {
  uint32_t* const secure_memory = (uint32_t*)0x38000000;
  const psa_invec in = {secure_memory, sizeof *secure_memory};
  struct summary summary;
  psa_outvec out = {&summary, sizeof summary};

  ns_print("What must not work\n");
  check(psa_call(STATISTICS_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1) == PSA_ERROR_PROGRAMMER_ERROR,
        "a vector in secure memory is refused");
  check(psa_connect(0xDEAD0000u, 1) == PSA_ERROR_CONNECTION_REFUSED, "a service that does not exist is refused");
}

int main(void) {
  int32_t numbers[MOST_NUMBERS];
  char text[96];

  const size_t count = numbers_from_command_line(numbers);
  (void)tfm_ns_interface_init();
  const uint32_t version = psa_framework_version();
  (void)snprintf(text, sizeof text, "Postern demo: framework %u.%u, %u numbers from the command line\n",
                 (unsigned)(version >> 8), (unsigned)(version & 0xFF), (unsigned)count);
  ns_print(text);
  if (count == 0) {
    ns_print("Give some numbers as arguments of the run.\n");
    ns_exit(2);
  }
  use_statistics(numbers, count);
  use_ledger(numbers, count);
  use_vault(numbers, count);
  be_refused();
  (void)snprintf(text, sizeof text, "END demo %d cases %d failed\n", checks, failures);
  ns_print(text);
  ns_exit(failures == 0 ? 0 : 1);
}
