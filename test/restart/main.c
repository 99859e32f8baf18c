// SPDX-License-Identifier: Apache-2.0

/* A partition dies and begins anew: each story has it die once more, in another state. */
#include <stdbool.h>
#include <string.h>

#include "psa/client.h"
#include "psa/error.h"
#include "psa/framework_feature.h"
#include "psa_manifest/sid.h"
#include "requests.h"
#include "scenario.h"

static psa_status_t mortal(int32_t request) { return psa_call(MORTAL_HANDLE, request, NULL, 0, NULL, 0); }
static psa_status_t frail(int32_t request) { return psa_call(FRAIL_HANDLE, request, NULL, 0, NULL, 0); }
static psa_status_t heir(int32_t request) { return psa_call(HEIR_HANDLE, request, NULL, 0, NULL, 0); }
static psa_status_t waiter(int32_t request) { return psa_call(WAITER_HANDLE, request, NULL, 0, NULL, 0); }

static void expect_death(int32_t request) {
  const psa_status_t lives = mortal(LIVES);

  EXPECT_EQ(mortal(request), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(mortal(LIVES), lives + 1);
}

STORY(the_client_of_a_partition_that_dies_gets_an_error_and_its_next_call_the_next_life, "LIFE-1 LIFE-2") {
  expect_death(DIE_OF_PANIC);
  expect_death(DIE_OF_FAULT);
  expect_death(DIE_OF_OVERFLOW);
  expect_death(DIE_OF_WRONG_HANDLE);
}

STORY(a_partition_of_the_SFN_model_dies_the_same_way, "LIFE-1 LIFE-2") {
  const psa_status_t lives = frail(FRAIL_LIVES);

  EXPECT_EQ(frail(FRAIL_DIES), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(frail(FRAIL_LIVES), lives + 1);
}

STORY(a_partition_that_dies_in_its_init_function_begins_once_more, "LIFE-1 SFN-10") {
  const psa_status_t lives = frail(FRAIL_LIVES);

  EXPECT_EQ(frail(FRAIL_FAILS_IN_INIT), PSA_ERROR_COMMUNICATION_FAILURE);
  /* It is more urgent than this program: its init function has failed twice meanwhile. */
  EXPECT_EQ(frail(FRAIL_LIVES), lives + 3);
}

STORY(memory_is_as_at_boot_in_the_next_life, "LIFE-6") {
  EXPECT_EQ(mortal(RECALL), 0);
  EXPECT_EQ(mortal(REMEMBER), PSA_SUCCESS);
  EXPECT_EQ(mortal(RECALL), 1);
  expect_death(DIE_OF_FAULT);
  EXPECT_EQ(mortal(RECALL), 0);
}

STORY(registers_are_as_at_boot_in_the_next_life, "LIFE-6") {
  EXPECT_EQ(mortal(FILL_REGISTERS), PSA_SUCCESS);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(mortal(FIRST_REGISTERS), 0);
}

STORY(a_call_that_the_dead_partition_could_not_begin_is_not_made_by_the_next_thread, "LIFE-1 LIFE-6") {
  expect_death(DIE_IN_TRAP);
  EXPECT_EQ(heir(HEIR_OPEN), 0);
  expect_death(DIE_IN_TRAP);
}

STORY(a_connection_is_lost_with_its_service_until_its_client_closes_it, "LIFE-3") {
  const psa_handle_t old = psa_connect(MORTAL_SESSION_SID, 1);

  EXPECT(old > 0);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(psa_call(old, LIVES, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(psa_call(old, LIVES, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
  const psa_handle_t next = psa_connect(MORTAL_SESSION_SID, 1);
  EXPECT(next > 0 && next != old);
  EXPECT(psa_call(next, LIVES, NULL, 0, NULL, 0) > 0);
  psa_close(old);
  EXPECT_EQ(psa_call(old, LIVES, NULL, 0, NULL, 0), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT(psa_call(next, LIVES, NULL, 0, NULL, 0) > 0);
  psa_close(next);
}

STORY(a_request_on_a_connection_ends_and_the_connection_is_lost, "LIFE-3") {
  const psa_handle_t session = psa_connect(MORTAL_SESSION_SID, 1);

  EXPECT_EQ(psa_call(session, DIE_OF_PANIC, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(psa_call(session, LIVES, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
  psa_close(session);
}

STORY(lost_connections_take_no_slot_once_they_are_closed, "LIFE-3") {
  for (int i = 0; i < 20; ++i) { /* more than there are slots */
    const psa_handle_t session = psa_connect(MORTAL_SESSION_SID, 1);
    EXPECT(session > 0);
    EXPECT_EQ(psa_call(session, DIE_OF_PANIC, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
    psa_close(session);
  }
}

STORY(what_was_written_before_the_death_is_reported, "LIFE-2") {
  uint32_t word = 0;
  psa_outvec out = {&word, sizeof word};

  EXPECT_EQ(psa_call(MORTAL_HANDLE, DIE_AFTER_WRITE, NULL, 0, &out, 1), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(out.len, sizeof word);
  EXPECT_EQ(word, 0x55555555);
}

STORY(a_mapped_vector_ends_with_the_life_that_mapped_it, "LIFE-2") {
  uint8_t from[64] = {1};
  uint8_t to[64] = {0};
  const psa_invec in = {from, sizeof from};
  psa_outvec out = {to, sizeof to};

  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(psa_call(MORTAL_HANDLE, DIE_WITH_MAPPING, &in, 1, &out, 1), PSA_ERROR_COMMUNICATION_FAILURE);
    EXPECT_EQ(out.len, 0);
    EXPECT_EQ(to[0], 0x77);
    out.len = sizeof to;
    to[0] = 0;
  }
}

STORY(a_message_that_was_to_be_answered_later_ends_with_the_others, "LIFE-2") {
  EXPECT_EQ(waiter(WAITER_CALLS), PSA_SUCCESS);
  expect_death(DIE_OF_FAULT);
  EXPECT_EQ(waiter(WAITER_RESULT), PSA_ERROR_COMMUNICATION_FAILURE);
}

STORY(a_message_that_was_not_taken_yet_ends_too, "LIFE-2") {
  const psa_handle_t session = psa_connect(MORTAL_SESSION_SID, 1);

  EXPECT_EQ(mortal(BE_DEAF), PSA_SUCCESS);
  EXPECT_EQ(waiter(WAITER_CALLS), PSA_SUCCESS);
  EXPECT_EQ(psa_call(session, DIE_OF_FAULT, NULL, 0, NULL, 0), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(waiter(WAITER_RESULT), PSA_ERROR_COMMUNICATION_FAILURE);
  psa_close(session);
}

STORY(a_partition_with_a_lost_connection_gets_an_error_and_no_panic, "LIFE-3") {
  EXPECT_EQ(waiter(WAITER_KEEPS_SESSION), PSA_SUCCESS);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(waiter(WAITER_CALLS_SESSION), PSA_SUCCESS);
  EXPECT_EQ(waiter(WAITER_RESULT), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(waiter(WAITER_CLOSES), PSA_SUCCESS);
  EXPECT_EQ(waiter(WAITER_RESULT), PSA_ERROR_COMMUNICATION_FAILURE);
}

STORY(the_services_of_a_dead_client_are_told_that_its_connections_close, "LIFE-4") {
  EXPECT_EQ(heir(HEIR_OPEN), 0);
  EXPECT_EQ(mortal(OPEN_TWO), PSA_SUCCESS);
  EXPECT_EQ(heir(HEIR_OPEN), 2);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(heir(HEIR_OPEN), 0);
}

STORY(a_client_that_is_accused_dies_and_its_accuser_lives, "LIFE-1 PE-6") {
  expect_death(DIE_OF_ACCUSATION);
  EXPECT_EQ(heir(HEIR_OPEN), 0);
}

STORY(two_that_die_together_begin_anew_both, "LIFE-1") {
  const psa_status_t lives = frail(FRAIL_LIVES);

  EXPECT_EQ(mortal(OPEN_FRAIL), PSA_SUCCESS);
  expect_death(DIE_WITH_FRAIL);
  EXPECT_EQ(frail(FRAIL_LIVES), lives + 1);
}

STORY(a_service_that_dies_while_its_client_lives_on_costs_it_the_connection_only, "LIFE-3") {
  EXPECT_EQ(mortal(OPEN_FRAIL), PSA_SUCCESS);
  EXPECT_EQ(mortal(CALL_FRAIL), PSA_SUCCESS);
  EXPECT_EQ(frail(FRAIL_DIES), PSA_ERROR_COMMUNICATION_FAILURE);
  EXPECT_EQ(mortal(CALL_FRAIL), PSA_ERROR_COMMUNICATION_FAILURE);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(mortal(OPEN_FRAIL), PSA_SUCCESS);
  EXPECT_EQ(mortal(CALL_FRAIL), PSA_SUCCESS);
  expect_death(DIE_OF_PANIC);
}

STORY(interrupts_are_off_and_not_pending_in_the_next_life, "LIFE-7") {
  EXPECT_EQ(mortal(ENABLE_SLOW), PSA_SUCCESS);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(mortal(SLOW_STATE), 0);
}

STORY(an_interrupt_that_was_on_is_off_in_the_next_life, "LIFE-7") {
  EXPECT_EQ(mortal(LEAVE_SLOW_ON), PSA_SUCCESS);
  expect_death(DIE_OF_PANIC);
  EXPECT_EQ(mortal(SLOW_IS_OFF), 1);
  expect_death(DIE_OF_PANIC);
}

#if PSA_FRAMEWORK_ISOLATION_LEVEL > 1
STORY(a_partition_that_dies_in_its_interrupt_function_begins_anew, "LIFE-7") { expect_death(DIE_IN_FUNCTION); }

STORY(a_call_of_the_dead_partition_ends_before_its_next_life_begins, "LIFE-5") {
  expect_death(DIE_WHEN_CALLED);
  EXPECT_EQ(heir(HEIR_WROTE), 1);
}
#endif

static const struct story stories[] = {
    TOLD(the_client_of_a_partition_that_dies_gets_an_error_and_its_next_call_the_next_life),
    TOLD(a_partition_of_the_SFN_model_dies_the_same_way),
    TOLD(a_partition_that_dies_in_its_init_function_begins_once_more),
    TOLD(memory_is_as_at_boot_in_the_next_life),
    TOLD(registers_are_as_at_boot_in_the_next_life),
    TOLD(a_call_that_the_dead_partition_could_not_begin_is_not_made_by_the_next_thread),
    TOLD(a_connection_is_lost_with_its_service_until_its_client_closes_it),
    TOLD(a_request_on_a_connection_ends_and_the_connection_is_lost),
    TOLD(lost_connections_take_no_slot_once_they_are_closed),
    TOLD(what_was_written_before_the_death_is_reported),
    TOLD(a_mapped_vector_ends_with_the_life_that_mapped_it),
    TOLD(a_message_that_was_to_be_answered_later_ends_with_the_others),
    TOLD(a_message_that_was_not_taken_yet_ends_too),
    TOLD(a_partition_with_a_lost_connection_gets_an_error_and_no_panic),
    TOLD(the_services_of_a_dead_client_are_told_that_its_connections_close),
    TOLD(a_client_that_is_accused_dies_and_its_accuser_lives),
    TOLD(two_that_die_together_begin_anew_both),
    TOLD(a_service_that_dies_while_its_client_lives_on_costs_it_the_connection_only),
    TOLD(interrupts_are_off_and_not_pending_in_the_next_life),
    TOLD(an_interrupt_that_was_on_is_off_in_the_next_life),
#if PSA_FRAMEWORK_ISOLATION_LEVEL > 1
    TOLD(a_partition_that_dies_in_its_interrupt_function_begins_anew),
    TOLD(a_call_of_the_dead_partition_ends_before_its_next_life_begins),
#endif
};

int main(void) { run_stories("restart", stories, sizeof stories / sizeof stories[0]); }
