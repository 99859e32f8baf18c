// SPDX-License-Identifier: Apache-2.0

/* The way into the secure world: five gates, and the library's function that calls them. */
#include <string.h>

#include "psa_manifest/sid.h"
#include "stories.h"
#include "tfm_ns_interface.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

static unsigned dispatched;

/* Replaces the library's own (NSI-2). */
int32_t tfm_ns_interface_dispatch(veneer_fn fn, veneer_argument arg0, veneer_argument arg1, veneer_argument arg2,
                                  veneer_argument arg3) {
  dispatched++;
  return fn(arg0, arg1, arg2, arg3);
}

STORY(all_calls_of_the_library_go_through_one_function, "NSI-2") {
  uint8_t byte = 1;
  const psa_invec in = {&byte, 1};

  dispatched = 0;
  EXPECT_EQ(psa_framework_version(), PSA_FRAMEWORK_VERSION);
  EXPECT_EQ(psa_version(ECHO_SID), 2);
  EXPECT_EQ(dispatched, 2);
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  EXPECT_EQ(dispatched, 3);
  EXPECT_EQ(psa_call(handle, ECHO_COPY, &in, 1, NULL, 0), PSA_SUCCESS);
  EXPECT_EQ(dispatched, 4);
  psa_close(handle);
  EXPECT_EQ(dispatched, 5);
}

STORY(the_library_can_be_initialised, "NSI-3") { EXPECT_EQ(tfm_ns_interface_init(), 0); }

STORY(the_five_entries_work_without_the_library, "VEN-1 VEN-2") {
  uint8_t from[3] = {7, 8, 9};
  uint8_t to[3] = {0};
  const psa_invec in = {from, 3};
  psa_outvec out = {to, 3};

  dispatched = 0;
  EXPECT_EQ(tfm_psa_framework_version_veneer(), PSA_FRAMEWORK_VERSION);
  EXPECT_EQ(tfm_psa_version_veneer(SESSION_SID), 2);
  const psa_handle_t handle = tfm_psa_connect_veneer(SESSION_SID, 2);
  EXPECT(PSA_HANDLE_IS_VALID(handle));
  EXPECT_EQ(tfm_psa_call_veneer(handle, PARAM_PACK(ECHO_COPY, 1, 1), &in, &out), PSA_SUCCESS);
  EXPECT(out.len == 3 && memcmp(from, to, 3) == 0);
  tfm_psa_close_veneer(handle);
  EXPECT_EQ(tfm_psa_call_veneer(handle, PARAM_PACK(ECHO_COPY, 1, 1), &in, &out), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(dispatched, 0);
}

static const struct story stories[] = {
    TOLD(all_calls_of_the_library_go_through_one_function),
    TOLD(the_library_can_be_initialised),
    TOLD(the_five_entries_work_without_the_library),
};
const struct chapter door_chapter = CHAPTER(stories);
