// SPDX-License-Identifier: Apache-2.0

/* Versions, connections, calls and their results, as the non-secure world sees them. */
#include <string.h>

#include "psa/framework_feature.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "stories.h"

enum { NO_SUCH_SID = 0x0000FA20 };

psa_status_t call_for_status(psa_handle_t handle, int32_t status) {
  const psa_invec in = {&status, sizeof status};
  return psa_call(handle, ECHO_STATUS, &in, 1, NULL, 0);
}

psa_status_t call_for_report(psa_handle_t handle, struct report* report) {
  psa_outvec out = {report, sizeof *report};
  return psa_call(handle, ECHO_REPORT, NULL, 0, &out, 1);
}

struct counts echo_counts(void) {
  struct counts counts = {0};
  psa_outvec out = {&counts, sizeof counts};
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_COUNT, NULL, 0, &out, 1), PSA_SUCCESS);
  return counts;
}

static void next_connect_is_answered(psa_status_t status) {
  const psa_invec in = {&status, sizeof status};
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_NEXT_CONNECT, &in, 1, NULL, 0), PSA_SUCCESS);
}

STORY(the_framework_version_is_1_1, "FWV-1 FWV-2") { EXPECT_EQ(psa_framework_version(), PSA_FRAMEWORK_VERSION); }

STORY(the_init_function_ran_once_before_everything, "SFN-11 BOOT-6 SFN-1 SFN-3 SFN-9") {
  EXPECT_EQ(echo_counts().initialised, 1);
}

STORY(versions_are_told_to_who_may_use_the_service, "VER-1 VER-2 VER-3 VER-4 VER-5") {
  EXPECT_EQ(psa_version(NO_SUCH_SID), PSA_VERSION_NONE);
  EXPECT_EQ(psa_version(0), PSA_VERSION_NONE);
  EXPECT_EQ(psa_version(0xFFFFFFFFu), PSA_VERSION_NONE);
  EXPECT_EQ(psa_version(ECHO_SECURE_SID), PSA_VERSION_NONE);
  EXPECT_EQ(psa_version(ECHO_SID), 2);
  EXPECT_EQ(psa_version(ECHO_STRICT_SID), 3);
  EXPECT_EQ(psa_version(SESSION_SID), 2);
  EXPECT_EQ(psa_version(SESSION_DEFAULT_SID), 1);
}

STORY(a_service_that_is_absent_secure_or_stateless_refuses_connections, "CONN-1 CONN-2 CONN-3 PE-8 SLS-2") {
  EXPECT_EQ(psa_connect(NO_SUCH_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(SESSION_SECURE_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(ECHO_SID, 2), PSA_ERROR_CONNECTION_REFUSED);
}

STORY(a_strict_service_wants_its_exact_version, "CONN-4 CONN-6") {
  EXPECT_EQ(psa_connect(SESSION_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(SESSION_SID, 3), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(SESSION_DEFAULT_SID, 0), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(SESSION_DEFAULT_SID, 2), PSA_ERROR_CONNECTION_REFUSED);
  const psa_handle_t handle = psa_connect(SESSION_DEFAULT_SID, 1);
  EXPECT(PSA_HANDLE_IS_VALID(handle));
  psa_close(handle);
}

STORY(a_relaxed_service_takes_older_clients, "CONN-5 CONN-7") {
  EXPECT_EQ(psa_connect(SESSION_RELAXED_SID, 3), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(SESSION_RELAXED_SID, 0xFFFFFFFFu), PSA_ERROR_CONNECTION_REFUSED);
  for (uint32_t version = 0; version <= 2; version++) {
    const psa_handle_t handle = psa_connect(SESSION_RELAXED_SID, version);
    EXPECT(PSA_HANDLE_IS_VALID(handle));
    psa_close(handle);
  }
}

STORY(a_service_can_refuse_or_be_busy, "CONN-12 REPLY-5 RHN-6 SFN-6") {
  const struct counts before = echo_counts();
  next_connect_is_answered(PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_connect(SESSION_SID, 2), PSA_ERROR_CONNECTION_REFUSED);
  next_connect_is_answered(PSA_ERROR_CONNECTION_BUSY);
  EXPECT_EQ(psa_connect(SESSION_SID, 2), PSA_ERROR_CONNECTION_BUSY);
  EXPECT_EQ(echo_counts().connects, before.connects + 2);
  EXPECT_EQ(echo_counts().disconnects, before.disconnects);
}

STORY(connections_are_limited_by_the_pool_and_all_handles_differ,
      "CONN-9 CONN-11 CONN-13 CON-10 HND-3 NUM-4 SLS-5 SFN-25") {
  enum { MOST = 64 };
  psa_handle_t handles[MOST];
  unsigned open = 0;
  while (open < MOST && (handles[open] = psa_connect(SESSION_RELAXED_SID, 2)) > 0) {
    for (unsigned i = 0; i < open; i++) {
      EXPECT(handles[i] != handles[open]);
    }
    EXPECT((handles[open] & 0x40000000) == 0);
    open++;
  }
  EXPECT(open >= 1 && open < 50);
  EXPECT_EQ(handles[open], PSA_ERROR_CONNECTION_BUSY);
  EXPECT_EQ(call_for_status(ECHO_HANDLE, 5), 5); /* SLS-5: a stateless call needs no slot */
  while (open > 0) {
    psa_close(handles[--open]);
  }
}

STORY(no_slot_is_lost_over_many_connections, "HND-2 CONN-12 SEQ-4 CLOSE-5") {
  psa_handle_t stale[32];
  for (unsigned i = 0; i < 1000; i++) {
    next_connect_is_answered(i % 3 == 0 ? PSA_ERROR_CONNECTION_REFUSED : PSA_SUCCESS);
    const psa_handle_t handle = psa_connect(SESSION_SID, 2);
    EXPECT_EQ(PSA_HANDLE_IS_VALID(handle), i % 3 != 0);
    psa_close(handle > 0 ? handle : PSA_NULL_HANDLE);
    stale[i % 32] = handle;
  }
  for (unsigned i = 0; i < 32; i++) {
    EXPECT_EQ(call_for_status(stale[i], 5), PSA_ERROR_PROGRAMMER_ERROR);
  }
}

STORY(a_handle_that_is_no_live_connection_is_refused, "CALL-1 CALL-2 HND-5 CLOSE-1 CLOSE-2 CLOSE-4 PE-12") {
  psa_close(psa_connect(SESSION_SID, 2)); /* the first handle of a run is one of those below */
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  const psa_handle_t wrong[] = {0,
                                -1,
                                INT32_MIN,
                                INT32_MAX,
                                0x1234DEAD,
                                1,
                                255,
                                handle + 1,
                                handle + 256,
                                handle - 256,
                                (psa_handle_t)((uint32_t)handle | 0x80000000u),
                                (psa_handle_t)((uint32_t)handle | 0x40000000u)};
  for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    EXPECT_EQ(call_for_status(wrong[i], 5), PSA_ERROR_PROGRAMMER_ERROR);
    psa_close(wrong[i]);
  }
  psa_close(ECHO_HANDLE);
  EXPECT_EQ(call_for_status(handle, 5), 5);
  EXPECT_EQ(call_for_status(ECHO_HANDLE, 5), 5);
  psa_close(handle);
  EXPECT_EQ(call_for_status(handle, 5), PSA_ERROR_PROGRAMMER_ERROR);
  psa_close(handle);
}

STORY(a_stateless_handle_is_right_in_every_bit, "SLS-3 SLS-6 NUM-4 SLS-1") {
  EXPECT_EQ(call_for_status(ECHO_HANDLE, 7), 7);
  EXPECT_EQ(call_for_status(ECHO_HANDLE - 0x100, 7), 7); /* relaxed: accepts an older client */
  EXPECT_EQ(call_for_status(ECHO_HANDLE + 0x100, 7), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(call_for_status(ECHO_STRICT_HANDLE - 0x100, 7), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(call_for_status(ECHO_STRICT_HANDLE + 0x100, 7), PSA_ERROR_PROGRAMMER_ERROR);
  for (unsigned bit = 5; bit < 32; bit++) {
    if (bit < 8 || (bit > 15 && bit != 30)) {
      EXPECT_EQ(call_for_status((psa_handle_t)((uint32_t)ECHO_STRICT_HANDLE ^ (1u << bit)), 7),
                PSA_ERROR_PROGRAMMER_ERROR);
    }
  }
  EXPECT_EQ(call_for_status((psa_handle_t)0x4000011F, 7),
            PSA_ERROR_PROGRAMMER_ERROR); /* an index that no service has */
}

/* A service for secure clients only looks as if it did not exist (SLS-4, DEV-7). */
STORY(a_secure_only_stateless_service_is_refused, "SLS-3 SLS-4") {
  EXPECT_EQ(call_for_status(ECHO_SECURE_HANDLE, 5), PSA_ERROR_PROGRAMMER_ERROR);
}

STORY(types_are_0_to_32767_and_arrive_unchanged, "CALL-4 CALL-5 NSI-1 NUM-2") {
  EXPECT_EQ(psa_call(ECHO_HANDLE, PSA_CALL_TYPE_MAX, NULL, 0, NULL, 0), PSA_CALL_TYPE_MAX);
  EXPECT_EQ(psa_call(ECHO_HANDLE, -1, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(ECHO_HANDLE, -2, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(ECHO_HANDLE, INT32_MIN, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(ECHO_HANDLE, PSA_CALL_TYPE_MAX + 1, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(ECHO_HANDLE, INT32_MAX, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
}

STORY(every_status_comes_back_unchanged, "CALL-11 CALL-16 REPLY-8 NUM-3a SFN-6") {
  const int32_t statuses[] = {0,         1,    2,    INT32_MAX, -1,   -2,   INT32_MIN + 128,
                              INT32_MIN, -128, -130, -131,      -132, -248, -249,
                              -250,      -251, -252, -253,      -254, -255, -256,
                              -257};
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  for (unsigned i = 0; i < sizeof statuses / sizeof statuses[0]; i++) {
    EXPECT_EQ(call_for_status(ECHO_HANDLE, statuses[i]), statuses[i]);
    EXPECT_EQ(call_for_status(handle, statuses[i]), statuses[i]);
  }
  psa_close(handle);
}

STORY(a_message_says_who_calls_and_how_much,
      "CID-1 CID-2 CID-5 CID-8 MSG-2 MSG-3 MSG-4 MSG-5 MSG-6 CALL-9 CALL-10 CON-7 CONN-14 CALL-18 CLOSE-5 CLOSE-6 "
      "REPLY-9 SEQ-1 MEM-1 CID-7") {
  uint8_t bytes[16] = {0};
  struct report report = {0};
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  const psa_invec in[2] = {{bytes, 5}, {(void*)1, 0}}; /* MEM-1: the address of an empty vector is not used */
  psa_outvec out[2] = {{&report, sizeof report}, {bytes, 7}};

  EXPECT_EQ(psa_call(handle, ECHO_REPORT, in, 2, out, 2), PSA_SUCCESS);
  EXPECT_EQ(report.type, ECHO_REPORT);
  EXPECT_EQ(report.client_id, -0x3C000000); /* the upper end of the agent's range */
  EXPECT(report.handle_is_positive);
  EXPECT_EQ(report.rhandle, 0);
  EXPECT_EQ(report.in_size[0], 5);
  EXPECT_EQ(report.in_size[1] + report.in_size[2] + report.in_size[3], 0);
  EXPECT_EQ(report.out_size[0], sizeof report);
  EXPECT_EQ(report.out_size[1], 7);
  EXPECT_EQ(report.out_size[2] + report.out_size[3], 0);
  EXPECT_EQ(out[1].len, 0); /* CALL-12: no bytes were written there */

  /* The next message contains nothing of this one. */
  EXPECT_EQ(call_for_report(handle, &report), PSA_SUCCESS);
  EXPECT_EQ(report.in_size[0] + report.in_size[1] + report.out_size[1], 0);
  psa_close(handle);
  const struct report last = echo_counts().last_disconnect;
  EXPECT_EQ(last.type, -2);
  EXPECT_EQ(last.client_id, report.client_id);
  EXPECT_EQ(last.in_size[0] + last.in_size[1] + last.out_size[0] + last.out_size[1], 0);
}

STORY(a_connect_carries_nothing_but_its_client, "CONN-10 CON-8 MSG-2 MSG-3 MSG-4 MSG-5 MSG-6") {
  struct report report;
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  EXPECT_EQ(call_for_report(handle, &report), PSA_SUCCESS);
  const struct report first = echo_counts().last_connect;
  EXPECT_EQ(first.type, -1);
  EXPECT_EQ(first.client_id, report.client_id);
  EXPECT(first.handle_is_positive);
  EXPECT_EQ(first.rhandle, 0);
  for (unsigned i = 0; i < 4; i++) {
    EXPECT_EQ(first.in_size[i] + first.out_size[i], 0);
  }
  psa_close(handle);
}

STORY(a_stateless_service_sees_requests_only, "SLS-7 CON-8 SFN-4 SLS-2") {
  struct report report = {.rhandle = 1};
  EXPECT_EQ(psa_connect(ECHO_SID, ECHO_VERSION), PSA_ERROR_CONNECTION_REFUSED);
  psa_close(ECHO_HANDLE);
  EXPECT_EQ(call_for_report(ECHO_HANDLE, &report), PSA_SUCCESS);
  EXPECT_EQ(report.rhandle, 0);
  EXPECT_EQ(echo_counts().strange, 0);
}

STORY(a_refusal_by_the_spm_takes_no_slot_and_reaches_nobody, "PE-3 PE-5 CONN-9 SEQ-4") {
  const struct counts before = echo_counts();
  for (unsigned i = 0; i < 100; i++) {
    EXPECT_EQ(psa_connect(NO_SUCH_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
    EXPECT_EQ(psa_connect(SESSION_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
    EXPECT_EQ(psa_connect(SESSION_SECURE_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
  }
  EXPECT_EQ(echo_counts().connects, before.connects);
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  EXPECT(PSA_HANDLE_IS_VALID(handle));
  psa_close(handle);
}

STORY(a_partition_that_starts_first_can_call_one_that_starts_later, "BOOT-7 BOOT-9 SFN-11 SFN-21") {
  EXPECT_EQ(psa_call(CLIENT_HANDLE, CLIENT_AT_BOOT, NULL, 0, NULL, 0), PSA_SUCCESS);
}

/* On the SFN backend a call is a function call. */
#ifndef SERVER_SID
STORY(all_run_on_one_stack, "SCH-20") {
  EXPECT_EQ(psa_call(CLIENT_HANDLE, CLIENT_STACK, NULL, 0, NULL, 0), PSA_SUCCESS);
}
#endif

STORY(vectors_are_read_skipped_and_written_in_order,
      "READ-2 READ-3 READ-4 READ-5 READ-6 SKIP-1 WRITE-2 WRITE-3 READ-7 WRITE-5 SFN-7") {
  uint8_t from[10];
  char to[9] = "........";
  for (unsigned i = 0; i < sizeof from; i++) {
    from[i] = (uint8_t)i;
  }
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, 8};
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_MECHANICS, &in, 1, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(out.len, 8);
  EXPECT_EQ(memcmp(to, "abcdefgh", 9), 0);
}

STORY(long_and_odd_vectors_arrive_whole, "CALL-12 CALL-13 MEM-15 MEM-14 CALL-14") {
  static uint8_t from[1500];
  static uint8_t to[1500];
  for (unsigned i = 0; i < sizeof from; i++) {
    from[i] = (uint8_t)(i ^ (i >> 8));
  }
  for (unsigned offset = 0; offset < 4; offset++) {
    for (size_t size = 1; size < 1400; size += 97) {
      memset(to, 0xEE, sizeof to);
      const psa_invec in = {from + offset, size};
      psa_outvec out = {to + 3 - offset, size + 9};
      EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_COPY, &in, 1, &out, 1), PSA_SUCCESS);
      EXPECT_EQ(out.len, size);
      EXPECT_EQ(memcmp(from + offset, to + 3 - offset, size), 0);
      EXPECT_EQ(to[3 - offset + size], 0xEE);
    }
  }
}

STORY(lengths_come_back_with_an_error_too, "CALL-12 CALL-13 REPLY-10 SEQ-3") {
  char to[6] = "......";
  char other[2] = "..";
  psa_outvec out[2] = {{to, 6}, {other, 2}};
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_PARTIAL, NULL, 0, out, 2), PSA_ERROR_GENERIC_ERROR);
  EXPECT_EQ(out[0].len, 3);
  EXPECT_EQ(out[1].len, 0);
  EXPECT_EQ(memcmp(to, "xyz...", 6), 0);
  EXPECT_EQ(memcmp(other, "..", 2), 0);
}

#if PSA_FRAMEWORK_ISOLATION_LEVEL == 1
STORY(a_partition_passes_on_memory_of_the_non_secure_world, "MEM-13") {
  char there[6] = "......";
  char to[6] = "......";
  void* const address = there;
  const psa_invec in[2] = {{&address, sizeof address}, {"through", 6}};
  psa_outvec out = {to, sizeof to};
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_THROUGH, in, 2, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(memcmp(there, "throug", 6), 0);
  EXPECT_EQ(memcmp(to, "throug", 6), 0);
}
#endif

STORY(four_vectors_in_any_mixture_are_copied, "CALL-6 CALL-8 MEM-11") {
  uint8_t bytes[4] = {1, 2, 3, 4};
  for (size_t in_count = 0; in_count <= 4; in_count++) {
    const psa_invec in[4] = {{bytes, 1}, {bytes + 1, 1}, {bytes + 2, 1}, {bytes + 3, 1}};
    psa_outvec out[4] = {{bytes, 1}, {bytes + 1, 1}, {bytes + 2, 1}, {bytes + 3, 1}};
    EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_COPY, in, in_count, out, 4 - in_count), PSA_SUCCESS);
    EXPECT(bytes[0] == 1 && bytes[1] == 2 && bytes[2] == 3 && bytes[3] == 4);
  }
}

STORY(the_rhandle_stays_with_its_connection, "RHN-1 RHN-2 RHN-5 MSG-5 CON-10 RHN-3") {
  struct report report;
  const uint32_t values[2] = {0x11223344, 0x55667788};
  psa_handle_t handles[2];
  for (unsigned i = 0; i < 2; i++) {
    const psa_invec in = {&values[i], sizeof values[i]};
    handles[i] = psa_connect(SESSION_SID, 2);
    EXPECT_EQ(psa_call(handles[i], ECHO_SET_RHANDLE, &in, 1, NULL, 0), PSA_SUCCESS);
  }
  for (unsigned i = 0; i < 2; i++) {
    EXPECT_EQ(call_for_report(handles[i], &report), PSA_SUCCESS);
    EXPECT_EQ(report.rhandle, values[i]);
    psa_close(handles[i]);
    EXPECT_EQ(echo_counts().last_disconnect.rhandle, values[i]);
  }
  const psa_handle_t fresh = psa_connect(SESSION_SID, 2);
  EXPECT_EQ(call_for_report(fresh, &report), PSA_SUCCESS);
  EXPECT_EQ(report.rhandle, 0);
  psa_close(fresh);
}

STORY(a_programmer_error_terminates_the_connection_once, "REPLY-7 HND-6 HND-7 HND-8 HND-9 HND-10 CLOSE-7 PE-6 SEQ-3") {
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  const uint32_t disconnects = echo_counts().disconnects;
  EXPECT_EQ(call_for_status(handle, PSA_ERROR_PROGRAMMER_ERROR), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(echo_counts().disconnects, disconnects + 1);
  EXPECT_EQ(echo_counts().last_disconnect.in_size[0], 0);
  EXPECT_EQ(call_for_status(handle, 5), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(call_for_status(handle, 5), PSA_ERROR_PROGRAMMER_ERROR);
  psa_close(handle);
  EXPECT_EQ(call_for_status(handle, 5), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(echo_counts().disconnects, disconnects + 1);
  const psa_handle_t next = psa_connect(SESSION_SID, 2);
  EXPECT_EQ(call_for_status(next, 5), 5);
  psa_close(next);
}

STORY(a_programmer_error_of_a_stateless_call_ends_nothing, "SLS-9 SLS-10 PE-6") {
  EXPECT_EQ(call_for_status(ECHO_HANDLE, PSA_ERROR_PROGRAMMER_ERROR), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(call_for_status(ECHO_HANDLE, 5), 5);
}

STORY(a_secure_client_lives_by_the_same_rules,
      "CID-4 CON-12 DEP-1 VER-6 PE-9 CLOSE-1 MEM-4 SFN-1 SFN-7 SFN-26 SEQ-5 SVC-15 EXT-5 FWV-1 VER-1 VER-2 CALL-16 "
      "LCS-1 LCS-2 LCS-3 LCS-4 PE-10 CONN-9 CONN-12 EXT-4 MSG-7 ISO-11") {
  EXPECT_EQ(psa_call(CLIENT_HANDLE, PSA_IPC_CALL, NULL, 0, NULL, 0), PSA_SUCCESS);
  EXPECT_EQ(psa_call(CLIENT_HANDLE, PSA_IPC_CALL, NULL, 0, NULL, 0), PSA_SUCCESS);
}

static const struct story stories[] = {
    TOLD(the_framework_version_is_1_1),
    TOLD(the_init_function_ran_once_before_everything),
    TOLD(versions_are_told_to_who_may_use_the_service),
    TOLD(a_service_that_is_absent_secure_or_stateless_refuses_connections),
    TOLD(a_strict_service_wants_its_exact_version),
    TOLD(a_relaxed_service_takes_older_clients),
    TOLD(a_service_can_refuse_or_be_busy),
    TOLD(connections_are_limited_by_the_pool_and_all_handles_differ),
    TOLD(no_slot_is_lost_over_many_connections),
    TOLD(a_handle_that_is_no_live_connection_is_refused),
    TOLD(a_stateless_handle_is_right_in_every_bit),
    TOLD(a_secure_only_stateless_service_is_refused),
    TOLD(types_are_0_to_32767_and_arrive_unchanged),
    TOLD(every_status_comes_back_unchanged),
    TOLD(a_message_says_who_calls_and_how_much),
    TOLD(a_connect_carries_nothing_but_its_client),
    TOLD(a_stateless_service_sees_requests_only),
    TOLD(a_refusal_by_the_spm_takes_no_slot_and_reaches_nobody),
    TOLD(a_partition_that_starts_first_can_call_one_that_starts_later),
#ifndef SERVER_SID
    TOLD(all_run_on_one_stack),
#endif
    TOLD(vectors_are_read_skipped_and_written_in_order),
    TOLD(long_and_odd_vectors_arrive_whole),
    TOLD(lengths_come_back_with_an_error_too),
#if PSA_FRAMEWORK_ISOLATION_LEVEL == 1
    TOLD(a_partition_passes_on_memory_of_the_non_secure_world),
#endif
    TOLD(four_vectors_in_any_mixture_are_copied),
    TOLD(the_rhandle_stays_with_its_connection),
    TOLD(a_programmer_error_terminates_the_connection_once),
    TOLD(a_programmer_error_of_a_stateless_call_ends_nothing),
    TOLD(a_secure_client_lives_by_the_same_rules),
};
const struct chapter service_chapter = CHAPTER(stories);
