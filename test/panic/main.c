// SPDX-License-Identifier: Apache-2.0

/* Has partitions break one rule after the other. Each time the system resets and continues. */
#include <stdio.h>

#include "attempts.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "sins.h"

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
enum { SINS = sizeof committed / sizeof committed[0] };

/* Rules that are broken together with the one in the record. */
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

/* Returns only if nothing stops the partition. */
static void tell_to_commit(const struct committed* sin) {
  uint8_t from[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  uint8_t to[8];
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};

  expect_panic("%s %s", sin->partition, sin->rule);
  (void)psa_call(sin->handle, sin->sin, &in, 1, &out, 1);
  const psa_handle_t session = psa_connect(sin->session_sid, 1); /* some rules are broken at the next messages */
  (void)psa_call(session, PSA_IPC_CALL, &in, 1, &out, 1);
  psa_close(session > 0 ? session : PSA_NULL_HANDLE);
}

/* PE-8: a partition that makes a gate's trap gets the constants, and no connection changes. */
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

static bool name_sin(uint32_t number, char* text, const char** rules) {
  static char all_rules[48];
  if (number >= SINS) {
    return false;
  }
  const struct committed* const sin = &committed[number];
  (void)snprintf(text, LONGEST_NAME, "%s_%s", sin->partition, sin->name);
  (void)snprintf(all_rules, sizeof all_rules, " [%s%s]", sin->rule, further_rules(sin));
  *rules = all_rules;
  return true;
}

static void commit_nth(uint32_t number) {
  tell_to_commit(&committed[number]);
  judged(false, RESET, "");
}

static bool services_are_as_before(void) { return psa_call(SINNER_HANDLE, NO_SIN, NULL, 0, NULL, 0) == PSA_SUCCESS; }

static const struct {
  const char* name;
  const char* rules;
  bool (*holds)(void);
} conclusions[] = {
    {"after_all_panics_the_services_are_as_before", " [PE-2 PE-4 PE-7 PE-13]", services_are_as_before},
    {"gates_are_not_for_partitions", "", gates_are_not_for_partitions},
};

static bool name_conclusion(uint32_t number, char* text, const char** rules) {
  if (number >= sizeof conclusions / sizeof conclusions[0]) {
    return false;
  }
  (void)snprintf(text, LONGEST_NAME, "%s", conclusions[number].name);
  *rules = conclusions[number].rules;
  return true;
}

static void conclude(uint32_t number) { judged(conclusions[number].holds(), WITHOUT_EFFECT, ""); }

int main(void) {
  static const struct attempts lists[] = {{name_sin, commit_nth, services_are_as_before, false},
                                          {name_conclusion, conclude, NULL, false}};
  static const struct attempt_suite suite = {.name = "panic", .lists = lists, .list_count = 2};
  run_attempts(&suite);
}
