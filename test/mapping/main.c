// SPDX-License-Identifier: Apache-2.0

/* MM-IOVEC as a client sees it, which is not at all (MMV-20), and every forbidden step in the states of a vector. */
#include <string.h>

#include "panics.h"
#include "psa_manifest/sid.h"
#include "requests.h"

static uint8_t from[8] = {1, 2, 3, 4, 5, 6, 7, 8};
static uint8_t to[2][8];
static psa_outvec out[2];

static psa_status_t call(psa_handle_t handle, int32_t type) {
  const psa_invec in[2] = {{from, 8}, {"wxyz", 4}};
  memset(to, 0xEE, sizeof to);
  out[0] = (psa_outvec){to[0], 8};
  out[1] = (psa_outvec){to[1], 4};
  return psa_call(handle, type, in, 2, out, 2);
}

STORY(a_vector_is_read_and_written_in_place, "MMV-1 MMV-2 MMV-10 MMV-20 MMV-21") {
  EXPECT_EQ(call(MAPPER_HANDLE, MAP_AND_COPY), PSA_SUCCESS);
  EXPECT_EQ(out[0].len, 8);
  EXPECT_EQ(memcmp(from, to[0], 8), 0);
  EXPECT_EQ(out[1].len, 0);
}

STORY(what_is_left_mapped_counts_for_nothing, "MMV-12 MMV-14 MMV-16 REPLY-11") {
  EXPECT_EQ(call(MAPPER_HANDLE, MAP_AND_FORGET), PSA_SUCCESS);
  EXPECT_EQ(out[0].len, 0);
}

STORY(each_vector_has_its_own_way, "MMV-10 MMV-11 CALL-12") {
  EXPECT_EQ(call(MAPPER_HANDLE, MAP_PARTLY), PSA_SUCCESS);
  EXPECT_EQ(out[0].len, 3);
  EXPECT_EQ(out[1].len, 2);
  EXPECT_EQ(memcmp(to[0], "abc\xEE", 4), 0);
  EXPECT_EQ(memcmp(to[1], "de\xEE", 3), 0);
}

STORY(what_is_neither_written_nor_mapped_has_length_0, "MMV-13") {
  EXPECT_EQ(call(MAPPER_HANDLE, MAP_NOT_AT_ALL), PSA_SUCCESS);
  EXPECT_EQ(out[0].len + out[1].len, 0);
}

STORY(every_message_of_a_connection_begins_anew, "MMV-15") {
  const psa_handle_t handle = psa_connect(MAPPER_SESSION_SID, 1);
  for (unsigned i = 0; i < 3; i++) {
    EXPECT_EQ(call(handle, MAP_AND_FORGET), PSA_SUCCESS);
    EXPECT_EQ(call(handle, MAP_PARTLY), PSA_SUCCESS);
    EXPECT_EQ(call(handle, MAP_AND_COPY), PSA_SUCCESS);
  }
  psa_close(handle);
}

STORY(four_vectors_are_mapped_at_once, "MMV-1 MMV-2 MMV-10") {
  EXPECT_EQ(call(MAPPER_HANDLE, MAP_FOUR), PSA_SUCCESS);
  EXPECT_EQ(out[0].len, 8);
  EXPECT_EQ(out[1].len, 4);
  for (unsigned i = 0; i < 8; i++) {
    EXPECT_EQ(to[0][i], (uint8_t)(from[i] + "wxyz"[i % 4]));
    EXPECT_EQ(to[1][i], i < 4 ? (uint8_t)(from[i] + "wxyz"[i] + 1) : 0xEE);
  }
}

STORY(a_mapping_outlasts_calls_of_the_service, "MMV-1 MMV-2") {
  EXPECT_EQ(call(MAPPER_HANDLE, MAP_ACROSS_CALLS), PSA_SUCCESS);
  EXPECT_EQ(memcmp(from, to[0], 8), 0);
}

STORY(a_mapped_vector_can_be_passed_on, "MMV-1 MMV-2 MEM-4") {
  EXPECT_EQ(call(MAPPER_HANDLE, PASS_ON), PSA_SUCCESS);
  EXPECT_EQ(memcmp(from, to[0], 8), 0);
}

STORY(a_mapped_vector_can_be_mapped_by_the_next_service_too, "MMV-1 MMV-2 MEM-4") {
  EXPECT_EQ(call(MAPPER_HANDLE, PASS_ON_TO_MAPPER), PSA_SUCCESS);
  EXPECT_EQ(memcmp(from, to[0], 8), 0);
}

/* All of this is in one granule of the MPU: the mapped bytes, the copied bytes, and the lengths. */
STORY(what_lies_beside_a_mapped_vector_can_be_copied, "MMV-11 MMV-20 CALL-12") {
  static _Alignas(32) struct {
    uint8_t in[4];
    uint8_t out[4];
    psa_outvec array[1];
  } near = {.in = {1, 2, 3, 4}};
  const psa_invec in = {near.in, sizeof near.in};
  near.array[0] = (psa_outvec){near.out, sizeof near.out};
  EXPECT_EQ(psa_call(MAPPER_HANDLE, MAP_AND_COPY_BOTH, &in, 1, near.array, 1), PSA_SUCCESS);
  EXPECT_EQ(near.array[0].len, 4);
  EXPECT_EQ(memcmp(near.out, (const uint8_t[]){2, 3, 4, 5}, 4), 0);
}

STORY(an_input_that_is_an_output_too_is_mapped_as_both, "MMV-1 MMV-2 MEM-11") {
  uint8_t bytes[40];
  const psa_invec in = {bytes, sizeof bytes};
  psa_outvec both = {bytes, sizeof bytes};
  memset(bytes, 7, sizeof bytes);
  EXPECT_EQ(psa_call(MAPPER_HANDLE, MAP_IN_PLACE, &in, 1, &both, 1), PSA_SUCCESS);
  EXPECT_EQ(both.len, sizeof bytes);
  for (unsigned i = 0; i < sizeof bytes; i++) {
    EXPECT_EQ(bytes[i], 8);
  }
}

STORY(an_output_inside_an_input_is_mapped, "MMV-1 MMV-2 MEM-11") {
  static _Alignas(32) uint8_t bytes[96];
  const psa_invec in = {bytes + 3, 90};
  psa_outvec inside = {bytes + 40, 4};
  for (unsigned i = 0; i < sizeof bytes; i++) {
    bytes[i] = (uint8_t)i;
  }
  EXPECT_EQ(psa_call(MAPPER_HANDLE, MAP_OVERLAPPING, &in, 1, &inside, 1), PSA_SUCCESS);
  EXPECT_EQ(inside.len, 4);
  for (unsigned i = 0; i < sizeof bytes; i++) {
    EXPECT_EQ(bytes[i], i >= 40 && i < 44 ? 3 + 92 : i);
  }
}

STORY(long_vectors_at_odd_places_are_mapped_whole, "MMV-1 MMV-2 MMV-18") {
  static uint8_t source[1003];
  static uint8_t target[1005];
  for (unsigned i = 0; i < sizeof source; i++) {
    source[i] = (uint8_t)(i * 7);
  }
  memset(target, 0xEE, sizeof target);
  const psa_invec in = {source + 1, sizeof source - 1};
  psa_outvec result = {target + 2, sizeof source - 1};
  EXPECT_EQ(psa_call(MAPPER_HANDLE, MAP_AND_COPY, &in, 1, &result, 1), PSA_SUCCESS);
  EXPECT_EQ(memcmp(target + 2, source + 1, sizeof source - 1), 0);
  EXPECT_EQ(target[1] & target[sizeof source + 1], 0xEE);
}

static psa_status_t ask_neighbour(int32_t type) { return psa_call(NEIGHBOUR_HANDLE, type, NULL, 0, NULL, 0); }

STORY(a_secure_clients_vector_is_mapped_too, "MMV-18 MMV-21") { EXPECT_EQ(ask_neighbour(WHOLE_GRANULES), PSA_SUCCESS); }

STORY(four_vectors_of_a_secure_client_are_mapped_at_once, "MMV-1 MMV-2 MMV-18 MMV-21") {
  EXPECT_EQ(ask_neighbour(FOUR_OF_WHOLE_GRANULES), PSA_SUCCESS);
}

STORY(a_psa_rot_service_maps_vectors_at_any_place, "MMV-18 MMV-21") {
  EXPECT_EQ(ask_neighbour(OF_ANY_PLACE_ROOT), PSA_SUCCESS);
}

/* Also in its own domain. */
STORY(a_vector_of_its_own_domain_is_mapped, "MMV-18") { EXPECT_EQ(ask_neighbour(OF_ANY_PLACE), PSA_SUCCESS); }

/* The last story runs if NEIGHBOUR shares MAPPER's domain; otherwise the last panic does. */
static const struct story stories[] = {
    TOLD(a_vector_is_read_and_written_in_place),
    TOLD(what_is_left_mapped_counts_for_nothing),
    TOLD(each_vector_has_its_own_way),
    TOLD(what_is_neither_written_nor_mapped_has_length_0),
    TOLD(every_message_of_a_connection_begins_anew),
    TOLD(four_vectors_are_mapped_at_once),
    TOLD(a_mapping_outlasts_calls_of_the_service),
    TOLD(a_mapped_vector_can_be_passed_on),
    TOLD(a_mapped_vector_can_be_mapped_by_the_next_service_too),
    TOLD(what_lies_beside_a_mapped_vector_can_be_copied),
    TOLD(an_input_that_is_an_output_too_is_mapped_as_both),
    TOLD(an_output_inside_an_input_is_mapped),
    TOLD(long_vectors_at_odd_places_are_mapped_whole),
    TOLD(a_secure_clients_vector_is_mapped_too),
    TOLD(four_vectors_of_a_secure_client_are_mapped_at_once),
    TOLD(a_psa_rot_service_maps_vectors_at_any_place),
    TOLD(a_vector_of_its_own_domain_is_mapped),
};

#define X(before, then, rule) {#then "_after_" #before, "MAPPER " rule, MAPPER_HANDLE, SIN(before, then)},
static const struct panic_story panics[] = {
    SINS_WITH_INPUTS(X) SINS_WITH_OUTPUTS(X)
        SINS_OF_ANY_VECTOR(X){"a_service_that_did_not_ask_for_it", "MAPPER MMV-3", COPIER_HANDLE, SIN(NOTHING, MAP)},
    {"a_vector_of_another_partition", "MAPPER MMV-18", NEIGHBOUR_HANDLE, OF_ANY_PLACE},
};

static bool mapper_answers(void) { return call(MAPPER_HANDLE, MAP_NOT_AT_ALL) == PSA_SUCCESS; }

int main(void) {
  static const struct suite suite = {"mapping",
                                     stories,
                                     sizeof stories / sizeof stories[0] - 1 + TEST_NEIGHBOUR_SHARES_DOMAIN,
                                     panics,
                                     sizeof panics / sizeof panics[0] - TEST_NEIGHBOUR_SHARES_DOMAIN,
                                     mapper_answers};
  run_stories_then_panics(&suite);
}
