// SPDX-License-Identifier: Apache-2.0

/* Contexts of non-secure clients, used as an RTOS's kernel uses them, and as one that breaks the rules would. */
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "scenario.h"
#include "supervisor.h"
#include "tfm_ns_client_ext.h"

enum { AGENT_LIMIT = -0x3C000000, LOWEST = -0x10000 };

#define IS_A(type, function) _Generic(&(function), type : 1, default : 0)
_Static_assert(IS_A(uint32_t (*)(uint32_t), tfm_nsce_init), "takes how many contexts are wanted");
_Static_assert(IS_A(uint32_t (*)(uint8_t, uint8_t), tfm_nsce_acquire_ctx), "takes group and thread");
_Static_assert(IS_A(uint32_t (*)(uint32_t), tfm_nsce_release_ctx), "takes a token");
_Static_assert(IS_A(uint32_t (*)(uint32_t, int32_t), tfm_nsce_load_ctx), "takes a token and an id");
_Static_assert(IS_A(uint32_t (*)(uint32_t), tfm_nsce_save_ctx), "takes a token");

/* Requests that a handler makes. */
enum request { INIT, ACQUIRE, RELEASE, LOAD, SAVE };

static struct {
  enum request request;
  uint32_t first;
  int32_t second;
  uint32_t answer;
} made;

static void make_request(void) {
  switch (made.request) {
    case INIT: made.answer = tfm_nsce_init(made.first); return;
    case ACQUIRE: made.answer = tfm_nsce_acquire_ctx((uint8_t)made.first, (uint8_t)made.second); return;
    case RELEASE: made.answer = tfm_nsce_release_ctx(made.first); return;
    case LOAD: made.answer = tfm_nsce_load_ctx(made.first, made.second); return;
    case SAVE: made.answer = tfm_nsce_save_ctx(made.first); return;
  }
}

static uint32_t kernel(enum request request, uint32_t first, int32_t second) {
  made.request = request;
  made.first = first;
  made.second = second;
  in_handler(make_request);
  return made.answer;
}

/* The client ID that the stateless service sees; 0 if the call was refused. */
static int32_t who_am_i(void) {
  int32_t id = 0;
  psa_outvec out = {&id, sizeof id};
  const psa_status_t status = psa_call(WITNESS_HANDLE, PSA_IPC_CALL, NULL, 0, &out, 1);
  return status == PSA_SUCCESS && out.len == sizeof id ? id : 0;
}

static uint32_t start_thread(uint8_t group, uint8_t thread, int32_t id) {
  const uint32_t token = kernel(ACQUIRE, group, thread);
  EXPECT_EQ(kernel(LOAD, token, id), TFM_NS_CLIENT_ERR_SUCCESS);
  return token;
}

STORY(without_an_id_in_force_every_call_is_refused, "CID-9 PE-8") {
  (void)kernel(INIT, 0, 0);
  EXPECT_EQ(psa_framework_version(), PSA_FRAMEWORK_VERSION);
  EXPECT_EQ(psa_version(WITNESS_SID), PSA_VERSION_NONE);
  EXPECT_EQ(psa_connect(WITNESS_SESSION_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(psa_call(WITNESS_HANDLE, PSA_IPC_CALL, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  psa_close(1);
}

STORY(as_many_contexts_are_granted_as_there_are, "NSID-5") {
  EXPECT_EQ(kernel(INIT, 0, 0), 1);
  EXPECT_EQ(kernel(INIT, 1, 0), 1);
  EXPECT_EQ(kernel(INIT, 0xFFFFFFFF, 0), 1);
}

STORY(in_thread_mode_every_request_is_refused, "NSID-4 NSID-2") {
  (void)kernel(INIT, 0, 0);
  const uint32_t token = start_thread(1, 2, -3);
  EXPECT_EQ(tfm_nsce_init(1), 0);
  EXPECT_EQ(tfm_nsce_acquire_ctx(1, 3), TFM_NS_CLIENT_ERR_INVALID_ACCESS);
  EXPECT_EQ(tfm_nsce_load_ctx(token, -4), TFM_NS_CLIENT_ERR_INVALID_ACCESS);
  EXPECT_EQ(tfm_nsce_save_ctx(token), TFM_NS_CLIENT_ERR_INVALID_ACCESS);
  EXPECT_EQ(tfm_nsce_release_ctx(token), TFM_NS_CLIENT_ERR_INVALID_ACCESS);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT - 2);
}

STORY(a_token_names_thread_group_and_context, "NSID-6") {
  (void)kernel(INIT, 0, 0);
  EXPECT_EQ(kernel(ACQUIRE, 0x5A, 0xA5), 0x5AA5);
  EXPECT_EQ(kernel(ACQUIRE, 0x5A, 0x01), 0x5A01);
  EXPECT_EQ(kernel(ACQUIRE, 0x5B, 0x01), TFM_NS_CLIENT_INVALID_TOKEN);
  EXPECT_EQ(kernel(RELEASE, 0x5A01, 0), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(kernel(ACQUIRE, 0x5B, 0x01), TFM_NS_CLIENT_INVALID_TOKEN);
  EXPECT_EQ(kernel(RELEASE, 0x5AA5, 0), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(kernel(ACQUIRE, 0x5B, 0x01), 0x5B01);
}

STORY(a_group_has_up_to_255_threads, "NSID-6") {
  (void)kernel(INIT, 0, 0);
  for (int32_t thread = 0; thread < 255; thread++) {
    EXPECT_EQ(kernel(ACQUIRE, 7, thread), 0x700u + (uint32_t)thread);
  }
  EXPECT_EQ(kernel(ACQUIRE, 7, 255), TFM_NS_CLIENT_INVALID_TOKEN);
  EXPECT_EQ(kernel(RELEASE, 0x700, 0), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(kernel(ACQUIRE, 7, 255), 0x7FF);
}

STORY(an_id_is_translated_into_the_agents_range, "CID-6 CID-7 CID-1 NSID-7 CFG-26") {
  (void)kernel(INIT, 0, 0);
  const uint32_t token = start_thread(0, 0, -1);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT);
  EXPECT_EQ(kernel(LOAD, token, -2), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT - 1);
  EXPECT_EQ(kernel(LOAD, token, LOWEST), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(who_am_i(), -0x3C00FFFF);
}

STORY(an_id_out_of_range_is_refused_and_changes_nothing, "CID-6 NSID-7") {
  (void)kernel(INIT, 0, 0);
  const uint32_t token = start_thread(0, 0, -5);
  EXPECT_EQ(kernel(LOAD, token, 0), TFM_NS_CLIENT_ERR_INVALID_NSID);
  EXPECT_EQ(kernel(LOAD, token, 1), TFM_NS_CLIENT_ERR_INVALID_NSID);
  EXPECT_EQ(kernel(LOAD, token, INT32_MAX), TFM_NS_CLIENT_ERR_INVALID_NSID);
  EXPECT_EQ(kernel(LOAD, token, LOWEST - 1), TFM_NS_CLIENT_ERR_INVALID_NSID);
  EXPECT_EQ(kernel(LOAD, token, INT32_MIN), TFM_NS_CLIENT_ERR_INVALID_NSID);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT - 4);
}

STORY(a_token_that_was_not_acquired_is_refused, "NSID-7 NSID-8 NSID-9 NSID-3") {
  (void)kernel(INIT, 0, 0);
  EXPECT_EQ(kernel(LOAD, 0, -1), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
  EXPECT_EQ(kernel(RELEASE, 0, 0), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
  EXPECT_EQ(kernel(SAVE, 0, 0), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
  const uint32_t token = start_thread(3, 4, -6);
  const uint32_t wrong[] = {token ^ 0x100, token | 0x10000, token | 0x80000000, TFM_NS_CLIENT_INVALID_TOKEN};
  for (unsigned i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    EXPECT_EQ(kernel(LOAD, wrong[i], -1), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
    EXPECT_EQ(kernel(SAVE, wrong[i], 0), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
    EXPECT_EQ(kernel(RELEASE, wrong[i], 0), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
  }
  EXPECT_EQ(who_am_i(), AGENT_LIMIT - 5);
}

STORY(only_the_thread_that_is_loaded_can_be_saved, "NSID-8 CID-9") {
  (void)kernel(INIT, 0, 0);
  const uint32_t first = start_thread(1, 1, -1);
  const uint32_t second = start_thread(1, 2, -2);
  EXPECT_EQ(kernel(SAVE, first, 0), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT - 1);
  EXPECT_EQ(kernel(SAVE, second, 0), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(who_am_i(), 0);
  EXPECT_EQ(kernel(SAVE, second, 0), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
  EXPECT_EQ(kernel(LOAD, first, -1), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT);
}

STORY(a_thread_that_ends_takes_its_id_with_it_and_nobody_elses, "NSID-9") {
  (void)kernel(INIT, 0, 0);
  const uint32_t first = start_thread(1, 1, -1);
  const uint32_t second = start_thread(1, 2, -2);
  EXPECT_EQ(kernel(RELEASE, first, 0), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(who_am_i(), AGENT_LIMIT - 1);
  EXPECT_EQ(kernel(RELEASE, second, 0), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(who_am_i(), 0);
  EXPECT_EQ(kernel(LOAD, second, -2), TFM_NS_CLIENT_ERR_INVALID_TOKEN);
}

STORY(a_connection_belongs_to_the_id_that_made_it, "HND-1 NSID-11 CID-2 CONN-14") {
  int32_t id = 0;
  psa_outvec out = {&id, sizeof id};
  (void)kernel(INIT, 0, 0);
  const uint32_t token = start_thread(1, 1, -1);
  const psa_handle_t handle = psa_connect(WITNESS_SESSION_SID, 1);
  EXPECT(handle > 0);
  EXPECT_EQ(kernel(LOAD, token, -2), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(psa_call(handle, PSA_IPC_CALL, NULL, 0, &out, 1), PSA_ERROR_PROGRAMMER_ERROR);
  psa_close(handle); /* has no effect */
  EXPECT_EQ(kernel(LOAD, token, -1), TFM_NS_CLIENT_ERR_SUCCESS);
  EXPECT_EQ(psa_call(handle, PSA_IPC_CALL, NULL, 0, &out, 1), PSA_SUCCESS);
  EXPECT_EQ(id, AGENT_LIMIT);
  psa_close(handle);
}

static const struct story stories[] = {
    TOLD(without_an_id_in_force_every_call_is_refused),
    TOLD(as_many_contexts_are_granted_as_there_are),
    TOLD(in_thread_mode_every_request_is_refused),
    TOLD(a_token_names_thread_group_and_context),
    TOLD(a_group_has_up_to_255_threads),
    TOLD(an_id_is_translated_into_the_agents_range),
    TOLD(an_id_out_of_range_is_refused_and_changes_nothing),
    TOLD(a_token_that_was_not_acquired_is_refused),
    TOLD(only_the_thread_that_is_loaded_can_be_saved),
    TOLD(a_thread_that_ends_takes_its_id_with_it_and_nobody_elses),
    TOLD(a_connection_belongs_to_the_id_that_made_it),
};

int main(void) { run_stories("identity", stories, sizeof stories / sizeof stories[0]); }
