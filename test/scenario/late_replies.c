/* What only the IPC model can do: messages kept open, answered in any order. */
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

STORY(an_rhandle_set_while_connecting_comes_with_every_request, "RHN-2 MSG-5 REPLY-4") {
  const psa_handle_t handle = psa_connect(SERVER_SESSION_SID, 1);
  EXPECT(PSA_HANDLE_IS_VALID(handle));
  EXPECT_EQ(psa_call(handle, 42, NULL, 0, NULL, 0), 42);
  psa_close(handle);
}

const struct story late_reply_stories[] = {
    TOLD(replies_may_come_in_any_order),
    TOLD(a_signal_drops_with_the_last_message),
    TOLD(an_rhandle_set_while_connecting_comes_with_every_request),
};
const size_t late_reply_story_count = sizeof late_reply_stories / sizeof late_reply_stories[0];
#else
const struct story late_reply_stories[] = {{"none", "", 0}};
const size_t late_reply_story_count = 0;
#endif
