/* Has partitions break one rule after the other. Each time the system resets; this program starts again, finds in its
 * no-init memory how far it came, and goes on. What the record of each panic said is on the secure log, for whoever
 * runs this to compare with the lines `expect-panic PARTITION RULE`. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "sins.h"
#include "tfm_ns_interface.h"

struct committed {
  const char* partition;
  const char* rule;
  const char* name;
  psa_handle_t handle;
  uint32_t session_sid;
  int32_t sin;
};

static const struct committed committed[] = {
#define X(sin, rule) {"SINNER", rule, #sin, SINNER_HANDLE, SINNER_SESSION_SID, sin},
    SINS_OF_EVERY_MODEL(X) SINS_OF_SESSIONS(X)
#ifdef CULPRIT_SID
        SINS_OF_THE_SFN_MODEL(X)
#undef X
#define X(sin, rule) {"CULPRIT", rule, #sin, CULPRIT_HANDLE, CULPRIT_SESSION_SID, sin},
            SINS_OF_EVERY_MODEL(X) SINS_OF_SESSIONS(X) SINS_OF_THE_IPC_MODEL(X)
#undef X
#endif
};
enum { SINS = sizeof committed / sizeof committed[0], MAGIC = 0x50414E49 };

/* Survives the reset. */
static struct {
  uint32_t magic;
  uint32_t next;
  uint32_t cases;
  uint32_t failures;
} progress __attribute__((section(".noinit")));

/* A record names one rule; these are broken with it. */
static const char* further_rules(const struct committed* broken) {
  const int is_function = broken->handle == SINNER_HANDLE;

  switch (broken->sin) {
    case SIN_PANIC: return " PANIC-2";
    case SIN_FAULT: return " ISO-17";
    case SIN_OVERFLOW_STACK: return " SCH-13 SCH-12 ISO-17";
    case SIN_CALL_CLOSED_HANDLE: return " HND-2";
    case SIN_CALL_HUGE_TYPE: return " CALL-5";
    case SIN_CALL_NULL_VECTOR: return " MEM-2";
    case SIN_CALL_WRAPPING_VECTOR: return " MEM-3";
    case SIN_CALL_CODE_AS_OUTPUT: return " MEM-6";
    case SIN_CALL_CONSTANT_AS_OUTPUT: return " MEM-8";
    case SIN_CALL_OVERLAPPING_INPUTS: return " MEM-10";
    case SIN_CALL_OWN_SERVICE: return is_function ? " SFN-8" : "";
    case SIN_CALL_ACCUSED: return " PE-6 SLS-9";
    case SIN_CONNECT_STATELESS:
    case SIN_CLOSE_STATELESS:
    case SIN_RHANDLE_STATELESS: return " SLS-2";
    case SIN_READ_KEPT_HANDLE: return is_function ? " HND-4 SFN-12" : " HND-4";
    case SIN_READ_MORE_THAN_OWN: return " READ-7";
    case SIN_WRITE_TO_ABSENT: return " WRITE-4";
    case SIN_CONNECT_ANSWER: return is_function ? " SFN-6" : "";
    case SIN_REPLY_TWICE:
    case SIN_READ_AFTER_REPLY: return " REPLY-1 HND-4";
    default: return "";
  }
}

static void print(const char* verb, unsigned number, const struct committed* sin) {
  char line[128];
  (void)snprintf(line, sizeof line, "%s %u %s_%s [%s%s]\n", verb, number, sin->partition, sin->name, sin->rule,
                 further_rules(sin));
  ns_print(line);
}

static int is_sin_wanted(const struct committed* sin) {
  char name[96];
  (void)snprintf(name, sizeof name, "%s_%s", sin->partition, sin->name);
  return is_wanted(name);
}

/* Returns only if nobody stopped it. */
static void tell_to_commit(const struct committed* sin) {
  uint8_t from[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  uint8_t to[8];
  char line[96];
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};

  (void)snprintf(line, sizeof line, "expect-panic %s %s\n", sin->partition, sin->rule);
  ns_print(line);
  (void)psa_call(sin->handle, sin->sin, &in, 1, &out, 1);
  const psa_handle_t session = psa_connect(sin->session_sid, 1); /* some sins are committed at the next messages */
  (void)psa_call(session, PSA_IPC_CALL, &in, 1, &out, 1);
  psa_close(session > 0 ? session : PSA_NULL_HANDLE);
}

/* PE-8: a partition that goes through a gate's trap gets the constants, and nothing happens to anybody's connection. */
static bool gates_are_not_for_partitions(void) {
#ifdef CULPRIT_SID
  const psa_handle_t session = psa_connect(SINNER_SESSION_SID, 1);
  const psa_invec in = {&session, sizeof session};
  const bool refused = psa_call(CULPRIT_HANDLE, TRY_GATES, &in, 1, NULL, 0) == PSA_SUCCESS;
  const bool alive = psa_call(session, 0, NULL, 0, NULL, 0) == PSA_SUCCESS;
  psa_close(session);
  return refused && alive;
#else
  return true;
#endif
}

static bool services_are_as_before(void) { return psa_call(SINNER_HANDLE, NO_SIN, NULL, 0, NULL, 0) == PSA_SUCCESS; }

static void conclude(const char* name, const char* rules, bool (*holds)(void)) {
  char line[96];
  if (!is_wanted(name)) {
    return;
  }
  const bool is_good = holds();
  progress.cases++;
  progress.failures += !is_good;
  (void)snprintf(line, sizeof line, "%s %s%s\n", is_good ? "ok" : "FAILED", name, rules);
  ns_print(line);
}

int main(void) {
  char line[64];

  (void)tfm_ns_interface_init();
  if (progress.magic == MAGIC && progress.next > 0) {
    print("ok", progress.next, &committed[progress.next - 1]);
  } else {
    progress.magic = MAGIC;
    progress.next = 0;
    progress.cases = 0;
    progress.failures = 0;
  }
  while (progress.next < SINS) {
    const struct committed* const sin = &committed[progress.next++];
    if (!is_sin_wanted(sin)) {
      continue;
    }
    progress.cases++;
    tell_to_commit(sin);
    print("FAILED", progress.next, sin);
    progress.failures++;
  }
  conclude("after_all_panics_the_services_are_as_before", " [PE-2 PE-4 PE-7 PE-13]", services_are_as_before);
  conclude("gates_are_not_for_partitions", "", gates_are_not_for_partitions);
  (void)snprintf(line, sizeof line, "END panic %u cases %u failed\n", (unsigned)progress.cases,
                 (unsigned)progress.failures);
  ns_print(line);
  progress.magic = 0;
  ns_exit(progress.failures == 0 ? 0 : 1);
}
