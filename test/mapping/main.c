/* MM-IOVEC as a client sees it, which is not at all (MMV-20), and every forbidden step of a vector's states. */
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

STORY(a_secure_clients_vector_is_mapped_too, "MMV-18 MMV-21") {
  EXPECT_EQ(psa_call(NEIGHBOUR_HANDLE, 0, NULL, 0, NULL, 0), PSA_SUCCESS);
}

static const struct story stories[] = {
    TOLD(a_vector_is_read_and_written_in_place),
    TOLD(what_is_left_mapped_counts_for_nothing),
    TOLD(each_vector_has_its_own_way),
    TOLD(what_is_neither_written_nor_mapped_has_length_0),
    TOLD(every_message_of_a_connection_begins_anew),
    TOLD(a_secure_clients_vector_is_mapped_too),
};

#define X(before, then, rule) {#then "_after_" #before, "MAPPER " rule, MAPPER_HANDLE, SIN(before, then)},
static const struct panic_story panics[] = {
    SINS_WITH_INPUTS(X) SINS_WITH_OUTPUTS(X)
        SINS_OF_ANY_VECTOR(X){"a_service_that_did_not_ask_for_it", "MAPPER MMV-3", COPIER_HANDLE, SIN(NOTHING, MAP)},
};

int main(void) {
  static const struct suite suite = {"mapping", stories, sizeof stories / sizeof stories[0], panics,
                                     sizeof panics / sizeof panics[0]};
  run_stories_then_panics(&suite);
}
