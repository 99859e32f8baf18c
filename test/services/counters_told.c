// SPDX-License-Identifier: Apache-2.0

/* tfm_platform_counters(): what each kind of call adds, and to whose counters. */
#include "psa/client.h"
#include "psa/error.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "tallies.h"
#include "tfm_platform_api.h"
#include "tfm_platform_defs.h"

enum { NON_SECURE_WORLD = -1 };

static struct tfm_platform_counters_t counters_of(int32_t partition) {
  struct tfm_platform_counters_t counters = {99, 99, 99};
  EXPECT_EQ(tfm_platform_counters(partition, &counters), TFM_PLATFORM_ERR_SUCCESS);
  return counters;
}

static psa_status_t ask(int32_t request) { return psa_call(TALLIED_HANDLE, request, NULL, 0, NULL, 0); }

static void expect_more(int32_t partition, struct tfm_platform_counters_t before, unsigned calls, unsigned refused,
                        unsigned restarts) {
  const struct tfm_platform_counters_t now = counters_of(partition);
  EXPECT_EQ(now.calls, before.calls + calls);
  EXPECT_EQ(now.refused, before.refused + refused);
  EXPECT_EQ(now.restarts, before.restarts + restarts);
}

STORY(each_call_that_a_service_answers_is_counted_and_so_are_connect_and_close, "PE-3") {
  const struct tfm_platform_counters_t before = counters_of(TALLIED);
  const struct tfm_platform_counters_t own = counters_of(NON_SECURE_WORLD);
  EXPECT_EQ(ask(ANSWER), PSA_SUCCESS);
  expect_more(TALLIED, before, 1, 0, 0);
  const psa_handle_t session = psa_connect(TALLIED_SESSION_SID, 1);
  EXPECT_EQ(psa_call(session, ANSWER, NULL, 0, NULL, 0), PSA_SUCCESS);
  psa_close(session);
  expect_more(TALLIED, before, 4, 0, 0);
  expect_more(NON_SECURE_WORLD, own, 0, 0, 0);
}

STORY(the_service_that_tells_is_counted_too, "PE-3") {
  expect_more(TFM_SP_PLATFORM, counters_of(TFM_SP_PLATFORM), 1, 0, 0);
}

STORY(a_call_that_the_spm_refuses_is_counted_for_its_client_alone, "PE-3") {
  const struct tfm_platform_counters_t before = counters_of(NON_SECURE_WORLD);
  const struct tfm_platform_counters_t of_service = counters_of(TALLIED);
  EXPECT_EQ(psa_call(0x1234, ANSWER, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_call(TALLIED_HANDLE + 0x7F, ANSWER, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(psa_connect(0x7777, 1), PSA_ERROR_CONNECTION_REFUSED);
  psa_close(0x1234);
  expect_more(NON_SECURE_WORLD, before, 0, 4, 0);
  expect_more(TALLIED, of_service, 0, 0, 0);
}

STORY(a_connection_that_finds_no_slot_is_refused_too, "CONN-9") {
  enum { MORE_THAN_THERE_ARE = 12 };
  const struct tfm_platform_counters_t before = counters_of(NON_SECURE_WORLD);
  psa_handle_t sessions[MORE_THAN_THERE_ARE];
  unsigned busy = 0;
  for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
    sessions[i] = psa_connect(TALLIED_SESSION_SID, 1);
    busy += sessions[i] == PSA_ERROR_CONNECTION_BUSY;
  }
  for (int i = 0; i < MORE_THAN_THERE_ARE; i++) {
    psa_close(sessions[i] > 0 ? sessions[i] : PSA_NULL_HANDLE);
  }
  EXPECT(busy > 0);
  expect_more(NON_SECURE_WORLD, before, 0, busy, 0);
}

STORY(counters_of_no_partition_are_refused_and_a_request_is_measured, "SLS-1") {
  struct tfm_platform_counters_t counters;
  const int32_t partition = TALLIED;
  const psa_invec whole = {&partition, sizeof partition};
  const psa_invec part = {&partition, 1};
  psa_outvec out = {&counters, sizeof counters};
  psa_outvec less = {&counters, sizeof counters - 1};
  EXPECT_EQ(tfm_platform_counters(12345, &counters), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(tfm_platform_counters(0, &counters), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_COUNTERS, &part, 1, &out, 1),
            TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_COUNTERS, &whole, 1, &less, 1),
            TFM_PLATFORM_ERR_INVALID_PARAM);
}

STORY(a_partition_that_restarts_keeps_its_counters, "LIFE-1") {
  const struct tfm_platform_counters_t before = counters_of(TALLIED);
  const psa_handle_t session = psa_connect(TALLIED_SESSION_SID, 1);
  EXPECT_EQ(ask(DIE), PSA_ERROR_COMMUNICATION_FAILURE);
  expect_more(TALLIED, before, 2, 0, 1);
  const struct tfm_platform_counters_t own = counters_of(NON_SECURE_WORLD);
  EXPECT_EQ(psa_call(session, ANSWER, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
  psa_close(session);
  expect_more(NON_SECURE_WORLD, own, 0, 1, 0);
  expect_more(TALLIED, before, 2, 0, 1);
}

static const struct story stories[] = {
    TOLD(each_call_that_a_service_answers_is_counted_and_so_are_connect_and_close),
    TOLD(the_service_that_tells_is_counted_too),
    TOLD(a_call_that_the_spm_refuses_is_counted_for_its_client_alone),
    TOLD(a_connection_that_finds_no_slot_is_refused_too),
    TOLD(counters_of_no_partition_are_refused_and_a_request_is_measured),
    TOLD(a_partition_that_restarts_keeps_its_counters),
};

/* The last one needs a partition that restarts. */
int main(void) { run_stories("counters", stories, sizeof stories / sizeof stories[0] - !COUNTERS_RESTARTS); }
