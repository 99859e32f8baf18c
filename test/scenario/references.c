// SPDX-License-Identifier: Apache-2.0

/* Memory references that a caller may not pass: each is refused, and nothing else happens (CALL-7, CALL-15, CALL-17).
 */
#include <stdbool.h>

#include "psa_manifest/sid.h"
#include "stories.h"
#include "tfm_psa_call_pack.h"
#include "tfm_veneers.h"

static uint8_t own[64];

/* On the boards: secure data, secure code, a hole and a device in the non-secure device range, beyond non-secure
 * memory. On the host none of these is non-secure memory either. */
static const uintptr_t forbidden[] = {0x38000000, 0x10000000, 0x4F000000, 0x40200000, 0x28400000, 0xE000E000};
enum { FORBIDDEN = sizeof forbidden / sizeof forbidden[0] };

/* The call is refused, the handle stays valid, and the lengths do not change. */
static void expect_refusal(psa_handle_t handle, const psa_invec* in, size_t in_len, psa_outvec* out, size_t out_len) {
  EXPECT_EQ(psa_call(handle, ECHO_COPY, in, in_len, out, out_len), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(call_for_status(handle, 5), 5);
}

static void expect_both_refused(uintptr_t address, size_t length) {
  const psa_handle_t handle = psa_connect(SESSION_SID, 2);
  const psa_invec in = {(void*)address, length};
  psa_outvec out = {(void*)address, length};
  psa_outvec good = {own, sizeof own};
  expect_refusal(handle, &in, 1, &good, 1);
  EXPECT_EQ(good.len, sizeof own);
  expect_refusal(handle, NULL, 0, &out, 1);
  EXPECT_EQ(out.len, length);
  psa_close(handle);
}

STORY(vectors_outside_non_secure_memory_are_refused, "MEM-3 MEM-5 MEM-8 CALL-7 CALL-15 CALL-17 NSR-8 PE-3 PE-5") {
  for (unsigned i = 0; i < FORBIDDEN; i++) {
    expect_both_refused(forbidden[i], 1);
    expect_both_refused(forbidden[i], 4);
    expect_both_refused(forbidden[i] - 1, 2);
  }
}

STORY(code_is_no_place_for_output, "MEM-6") {
  psa_outvec out = {(void*)((uintptr_t)expect_refusal & ~(uintptr_t)3), 4};
  expect_refusal(ECHO_HANDLE, NULL, 0, &out, 1);
}

STORY(a_null_vector_with_a_length_is_refused, "MEM-2") { expect_both_refused(0, 1); }

STORY(vectors_that_wrap_around_are_refused, "MEM-3") {
  expect_both_refused((uintptr_t)own, SIZE_MAX);
  expect_both_refused((uintptr_t)own, SIZE_MAX - (uintptr_t)own + 1); /* up to the end of the address space */
  expect_both_refused((uintptr_t)own, SIZE_MAX - (uintptr_t)own + 2);
  expect_both_refused(UINTPTR_MAX, 1);
  expect_both_refused(UINTPTR_MAX, 2);
  expect_both_refused(UINTPTR_MAX - 3, 8);
}

/* Both ends may be the caller's: the memory between them is not. */
STORY(a_vector_from_one_memory_to_another_is_refused, "MEM-3 MEM-5 MEM-8") {
  const uintptr_t data = (uintptr_t)own;
  const uintptr_t code = (uintptr_t)expect_refusal & ~(uintptr_t)3;
  const uintptr_t low = code < data ? code : data;
  const uintptr_t high = code < data ? data : code;
  expect_both_refused(low, high - low + 1);
  expect_both_refused(low, high - low + 4);
  for (unsigned i = 0; i < FORBIDDEN; i++) {
    if (forbidden[i] > data) {
      expect_both_refused(data, forbidden[i] - data + 1);
    } else {
      expect_both_refused(forbidden[i], data - forbidden[i] + 1);
    }
  }
}

STORY(descriptors_outside_non_secure_memory_are_refused, "MEM-7 MEM-9") {
  for (unsigned i = 0; i < FORBIDDEN; i++) {
    expect_refusal(ECHO_HANDLE, (const psa_invec*)forbidden[i], 1, NULL, 0);
    expect_refusal(ECHO_HANDLE, NULL, 0, (psa_outvec*)forbidden[i], 1);
    expect_refusal(ECHO_HANDLE, (const psa_invec*)(forbidden[i] - sizeof(psa_invec)), 2, NULL, 0);
  }
  expect_refusal(ECHO_HANDLE, NULL, 1, NULL, 0);
  expect_refusal(ECHO_HANDLE, NULL, 0, NULL, 1);
  expect_refusal(ECHO_HANDLE, (const psa_invec*)(UINTPTR_MAX - 3), 1, NULL, 0);
}

STORY(descriptors_at_a_crooked_address_are_refused, "MEM-7 MEM-15") {
  static uintptr_t space[8];
  for (uintptr_t crooked = 1; crooked < sizeof(uintptr_t); crooked++) {
    expect_refusal(ECHO_HANDLE, (const psa_invec*)((uintptr_t)space + crooked), 1, NULL, 0);
    expect_refusal(ECHO_HANDLE, NULL, 0, (psa_outvec*)((uintptr_t)space + crooked), 1);
  }
}

STORY(more_than_four_vectors_are_refused, "CALL-6 NSI-1 NUM-7") {
  const psa_invec in[5] = {{own, 1}, {own + 1, 1}, {own + 2, 1}, {own + 3, 1}, {own + 4, 1}};
  psa_outvec out[5] = {{own, 1}, {own, 1}, {own, 1}, {own, 1}, {own, 1}};
  expect_refusal(ECHO_HANDLE, in, 5, NULL, 0);
  expect_refusal(ECHO_HANDLE, NULL, 0, out, 5);
  expect_refusal(ECHO_HANDLE, in, 3, out, 2);
  expect_refusal(ECHO_HANDLE, in, 4, out, 4);
  expect_refusal(ECHO_HANDLE, in, SIZE_MAX, out, 1);
  expect_refusal(ECHO_HANDLE, in, 1, out, SIZE_MAX);
  expect_refusal(ECHO_HANDLE, in, 0xFFFFFFFFu, out, 2);
}

/* The same below the library, with control words that the library never makes. */
STORY(forged_control_words_are_refused, "CALL-4 CALL-6 VEN-3 NUM-5 PE-12") {
  const psa_invec in[4] = {{own, 1}, {own + 1, 1}, {own + 2, 1}, {own + 3, 1}};
  psa_outvec out[4] = {{own, 1}, {own, 1}, {own, 1}, {own, 1}};
  EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, 0x8000u, in, out), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, PARAM_PACK(0, 3, 2), in, out), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, PARAM_PACK(0, 7, 7), in, out), PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, PARAM_PACK(0, 0, 7), in, out), PSA_ERROR_PROGRAMMER_ERROR);
  for (unsigned bit = 20; bit < 31; bit++) {
    const bool reserved = bit <= 23 || bit >= 28;
    if (reserved) {
      EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, PARAM_PACK(0, 1, 1) | (1u << bit), in, out),
                PSA_ERROR_PROGRAMMER_ERROR);
    }
  }
  /* Bits that claim where the vectors are have no effect: secure memory is still refused, own memory is still accepted.
   */
  const uint32_t lies[] = {NS_INVEC_BIT, NS_OUTVEC_BIT, NS_VEC_DESC_BIT,
                           NS_INVEC_BIT | NS_OUTVEC_BIT | NS_VEC_DESC_BIT};
  const psa_invec secure = {(void*)forbidden[0], 4};
  for (unsigned i = 0; i < sizeof lies / sizeof lies[0]; i++) {
    EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, PARAM_PACK(0, 1, 1) | lies[i], in, out), PSA_SUCCESS);
    EXPECT_EQ(tfm_psa_call_veneer(ECHO_HANDLE, PARAM_PACK(0, 1, 1) | lies[i], &secure, out),
              PSA_ERROR_PROGRAMMER_ERROR);
  }
}

STORY(inputs_that_overlap_are_refused_and_empty_ones_never_do, "MEM-10 MEM-11") {
  const psa_invec overlapping[2] = {{own, 4}, {own + 3, 4}};
  const psa_invec inside[2] = {{own, 8}, {own + 2, 1}};
  const psa_invec touching[3] = {{own, 4}, {own + 4, 4}, {own + 2, 0}};
  psa_outvec out = {own + 16, 4};
  expect_refusal(ECHO_HANDLE, overlapping, 2, NULL, 0);
  expect_refusal(ECHO_HANDLE, inside, 2, NULL, 0);
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_COPY, touching, 3, &out, 1), PSA_SUCCESS);
  psa_outvec same[2] = {{own + 16, 4}, {own + 16, 4}};
  EXPECT_EQ(psa_call(ECHO_HANDLE, ECHO_COPY, touching, 2, same, 2), PSA_SUCCESS);
}

static const struct story stories[] = {
    TOLD(vectors_outside_non_secure_memory_are_refused),
    TOLD(code_is_no_place_for_output),
    TOLD(a_null_vector_with_a_length_is_refused),
    TOLD(vectors_that_wrap_around_are_refused),
    TOLD(a_vector_from_one_memory_to_another_is_refused),
    TOLD(descriptors_outside_non_secure_memory_are_refused),
    TOLD(descriptors_at_a_crooked_address_are_refused),
    TOLD(more_than_four_vectors_are_refused),
    TOLD(forged_control_words_are_refused),
    TOLD(inputs_that_overlap_are_refused_and_empty_ones_never_do),
};
const struct chapter reference_chapter = CHAPTER(stories);
