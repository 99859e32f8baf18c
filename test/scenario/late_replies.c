// SPDX-License-Identifier: Apache-2.0

/* Stories of the IPC model alone: messages that are kept open, and answered in any order. */
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "stories.h"

#ifdef SERVER_SID
STORY(replies_may_come_in_any_order, "CON-11 SCH-5 SCH-17 DBL-1 DBL-6 CON-7 CON-9 REPLY-1 REPLY-3 DBL-3") {
  EXPECT_EQ(psa_call(SERVER_HANDLE, SERVER_HOLD_FIRST, NULL, 0, NULL, 0), 2);
  EXPECT_EQ(psa_call(WORKER_HANDLE, WORKER_STATUS, NULL, 0, NULL, 0), 1);
  EXPECT_EQ(psa_call(SERVER_HANDLE, SERVER_HOLD_SECOND, NULL, 0, NULL, 0), 1);
  EXPECT_EQ(psa_call(WORKER_HANDLE, WORKER_STATUS, NULL, 0, NULL, 0), 2);
}

STORY(a_signal_drops_with_the_last_message, "SIG-3 WAIT-1 WAIT-2 WAIT-3 WAIT-4 WAIT-6 GET-5 SEQ-2") {
  EXPECT_EQ(psa_call(SERVER_HANDLE, SERVER_TWICE, NULL, 0, NULL, 0), PSA_SUCCESS);
}

STORY(an_rhandle_set_while_connecting_comes_with_every_request, "RHN-2 MSG-5 REPLY-4 MSG-7") {
  const psa_handle_t handle = psa_connect(SERVER_SESSION_SID, 1);
  EXPECT(PSA_HANDLE_IS_VALID(handle));
  EXPECT_EQ(psa_call(handle, 42, NULL, 0, NULL, 0), 42);
  psa_close(handle);
}

static void ask_worker(int32_t request) { EXPECT_EQ(psa_call(WORKER_HANDLE, request, NULL, 0, NULL, 0), PSA_SUCCESS); }

STORY(a_doorbell_that_rings_twice_has_rung, "DBL-1 DBL-3 DBL-5 SIG-5 WAIT-6") { ask_worker(WORKER_RING_SELF); }

STORY(who_waits_for_an_answer_hears_its_doorbell_afterwards, "DBL-3 DBL-8 CON-12 SIG-6") {
  ask_worker(WORKER_RUNG_CALLING);
}

/* WORKER runs as soon as ECHO rings, and its call of ECHO has to wait until ECHO has answered us. */
STORY(a_secure_function_is_not_entered_while_it_runs, "SFN-5 SCH-1 SCH-5 SCH-17 CON-9 DBL-6") {
  ask_worker(WORKER_COUNT_NEXT);
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_RING, NULL, 0, NULL, 0), PSA_SUCCESS);
  ask_worker(WORKER_STATUS);
}

STORY(who_is_chosen_at_a_wait_is_told_its_signals_and_no_other, "WAIT-7 DBL-6 SCH-5") {
  ask_worker(WORKER_RING_SERVER);
  EXPECT_EQ(psa_call(SERVER_HANDLE, SERVER_RUNG, NULL, 0, NULL, 0), PSA_DOORBELL);
}

STORY(a_thread_can_ask_for_the_lifecycle_too, "LCS-1 LCS-4") { ask_worker(WORKER_LIFECYCLE); }

static const struct story stories[] = {
    TOLD(a_doorbell_that_rings_twice_has_rung),
    TOLD(who_waits_for_an_answer_hears_its_doorbell_afterwards),
    TOLD(who_is_chosen_at_a_wait_is_told_its_signals_and_no_other),
    TOLD(a_secure_function_is_not_entered_while_it_runs),
    TOLD(a_thread_can_ask_for_the_lifecycle_too),
    TOLD(replies_may_come_in_any_order),
    TOLD(a_signal_drops_with_the_last_message),
    TOLD(an_rhandle_set_while_connecting_comes_with_every_request),
};
const struct chapter late_reply_chapter = CHAPTER(stories);
#else
const struct chapter late_reply_chapter = {NULL, 0};
#endif
