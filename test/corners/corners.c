// SPDX-License-Identifier: Apache-2.0

/* Cases that need several clients, or the same source under both models. */
#include "corners.h"
#include "chapters.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "ticking_within.h"
#include "unprivileged.h"

static psa_status_t ask(psa_handle_t handle, int32_t type) { return psa_call(handle, type, NULL, 0, NULL, 0); }

STORY(the_same_source_serves_under_either_model, "SFN-1 SFN-16 BSEL-9 SIG-2") {
  EXPECT_EQ(ask(FIVE_A_HANDLE, PSA_IPC_CALL), FIVE_ANSWER_A);
  EXPECT_EQ(ask(FIVE_B_HANDLE, PSA_IPC_CALL), FIVE_ANSWER_B);
  EXPECT_EQ(ask(FIVE_C_HANDLE, PSA_IPC_CALL), FIVE_ANSWER_C);
  const psa_handle_t d = psa_connect(FIVE_D_SID, 1);
  const psa_handle_t e = psa_connect(FIVE_E_SID, 1);
  EXPECT_EQ(ask(d, PSA_IPC_CALL), FIVE_ANSWER_D);
  EXPECT_EQ(ask(e, PSA_IPC_CALL), FIVE_ANSWER_E);
  psa_close(d);
  psa_close(e);
}

STORY(a_connect_is_refused_under_either_model, "CONN-12 REPLY-5") {
  EXPECT_EQ(ask(FIVE_A_HANDLE, FIVE_REFUSE_NEXT), PSA_SUCCESS);
  EXPECT_EQ(psa_connect(FIVE_D_SID, 1), PSA_ERROR_CONNECTION_REFUSED);
  const psa_handle_t handle = psa_connect(FIVE_D_SID, 1);
  EXPECT_EQ(ask(handle, PSA_IPC_CALL), FIVE_ANSWER_D);
  psa_close(handle);
}

STORY(a_call_within_a_call_comes_back, "SFN-7 SFN-26") {
  EXPECT_EQ(ask(KEEPER_HANDLE, KEEPER_ASK_NESTED), FIVE_ANSWER_A + 1);
}

STORY(the_handle_of_another_client_is_nobodys, "HND-1 HND-5 CLOSE-2") {
  const psa_handle_t kept = ask(KEEPER_HANDLE, KEEPER_OPEN);
  EXPECT(PSA_HANDLE_IS_VALID(kept));
  EXPECT_EQ(ask(kept, PSA_IPC_CALL), PSA_ERROR_PROGRAMMER_ERROR);
  psa_close(kept); /* a close has no effect */
  EXPECT_EQ(ask(KEEPER_HANDLE, KEEPER_USE), FIVE_ANSWER_D);
  EXPECT_EQ(ask(KEEPER_HANDLE, KEEPER_SHUT), PSA_SUCCESS);
}

STORY(ten_thousand_connections_leave_every_slot_free, "HND-2 CONN-12 HND-3") {
  psa_handle_t handles[64];
  unsigned before = 0;
  while (before < 64 && (handles[before] = psa_connect(FIVE_E_SID, 1)) > 0) {
    before++;
  }
  for (unsigned i = 0; i < before; i++) {
    psa_close(handles[i]);
  }
  psa_handle_t stale = PSA_NULL_HANDLE;
  unsigned wrong = 0;
  for (unsigned i = 0; i < 10000; i++) {
    if (i % 4 == 0) {
      (void)ask(FIVE_A_HANDLE, FIVE_REFUSE_NEXT);
    }
    const psa_handle_t handle = psa_connect(FIVE_D_SID, 1);
    wrong += handle == stale || (handle > 0) == (i % 4 == 0);
    if (handle > 0) {
      psa_close(handle);
      stale = handle;
    }
  }
  EXPECT_EQ(wrong, 0);
  unsigned after = 0;
  while (after < 64 && (handles[after] = psa_connect(FIVE_E_SID, 1)) > 0) {
    after++;
  }
  EXPECT_EQ(after, before);
  for (unsigned i = 0; i < after; i++) {
    psa_close(handles[i]);
  }
}

#ifdef DESK_SID
STORY(two_clients_are_served_in_the_order_they_came, "SIG-3 GET-5 SLS-8 SCH-4 DBL-6") {
  EXPECT_EQ(ask(DESK_HANDLE, DESK_QUEUE), PSA_SUCCESS);
}

STORY(who_is_as_urgent_does_not_pre_empt, "SCH-5") {
  (void)ask(DESK_HANDLE, DESK_FIRST_NOTE);
  EXPECT_EQ(ask(ANNA_HANDLE, CLIENT_RING_THE_OTHER), PSA_SUCCESS);
  EXPECT_EQ(ask(DESK_HANDLE, DESK_FIRST_NOTE), 1);
  EXPECT_EQ(ask(BERT_HANDLE, CLIENT_RING_THE_OTHER), PSA_SUCCESS);
  EXPECT_EQ(ask(DESK_HANDLE, DESK_FIRST_NOTE), 2);
}
#endif

static psa_status_t read_from(const void* address) {
  const psa_invec in = {address, 1};
  return psa_call(FIVE_B_HANDLE, FIVE_READ, &in, 1, NULL, 0);
}

static const void* place;
static psa_status_t answer;
static void read_as_told(void) { answer = read_from(place); }

/* On a machine without unprivileged non-secure code, the story is only the first half. */
STORY(privileged_memory_is_not_an_unprivileged_callers_to_pass, "MEM-5 NSR-8") {
  place = privileged_byte();
  EXPECT_EQ(read_from(place), 0x77);
  if (has_unprivileged()) {
    run_unprivileged(read_as_told);
    EXPECT_EQ(answer, PSA_ERROR_PROGRAMMER_ERROR);
    answer = 0;
    run_privileged(read_as_told);
    EXPECT_EQ(answer, 0x77);
    static const uint8_t open_byte = 0x78;
    place = &open_byte;
    run_unprivileged(read_as_told);
    EXPECT_EQ(answer, 0x78);
    EXPECT_EQ(read_from(privileged_byte()), 0x77);
  }
}

static volatile uint8_t poured[POURED] __attribute__((aligned(8)));
static unsigned looks;
static unsigned looks_within;

static void look_at_copy(void) {
  looks++;
  looks_within += poured[0] != 0 && poured[POURED - 1] == 0;
}

/* Where the machine has no clock, only that it arrives whole. */
STORY(a_long_copy_gives_way_to_an_interrupt, "WRITE-1 WRITE-2") {
  enum { MOMENTS = 100 };
  unsigned wrong = 0;
  for (unsigned ticks = 1; ticks <= MOMENTS; ticks++) {
    poured[0] = poured[POURED - 1] = 0;
    psa_outvec out = {(void*)poured, POURED};
    start_tick(ticks, look_at_copy);
    const psa_status_t status = psa_call(POURER_HANDLE, (int32_t)ticks, NULL, 0, &out, 1);
    stop_tick();
    wrong += status != PSA_SUCCESS || out.len != POURED || poured[0] != ticks || poured[POURED - 1] != ticks;
  }
  EXPECT_EQ(wrong, 0);
  if (has_ticks()) {
    EXPECT(looks > MOMENTS / 10);
    EXPECT(looks_within > 1);
  }
}

static const struct story stories[] = {
    TOLD(the_same_source_serves_under_either_model),
    TOLD(a_connect_is_refused_under_either_model),
    TOLD(a_call_within_a_call_comes_back),
    TOLD(the_handle_of_another_client_is_nobodys),
    TOLD(ten_thousand_connections_leave_every_slot_free),
#ifdef DESK_SID
    TOLD(two_clients_are_served_in_the_order_they_came),
    TOLD(who_is_as_urgent_does_not_pre_empt),
#endif
    TOLD(privileged_memory_is_not_an_unprivileged_callers_to_pass),
    TOLD(a_long_copy_gives_way_to_an_interrupt),
};

const struct chapter corner_chapter = CHAPTER(stories);
