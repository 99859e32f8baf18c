// SPDX-License-Identifier: Apache-2.0

/* Numbers and layouts that other people's sources rely on, written a second time. */
#include <stddef.h>

#include "psa/error.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "stories.h"

STORY(types_have_their_widths, "NUM-1") {
  EXPECT(sizeof(psa_status_t) == 4 && (psa_status_t)-1 < 0);
  EXPECT(sizeof(psa_handle_t) == 4 && (psa_handle_t)-1 < 0);
  EXPECT(sizeof(psa_signal_t) == 4 && (psa_signal_t)-1 > 0);
  EXPECT(sizeof(psa_irq_status_t) == 4 && (psa_irq_status_t)-1 > 0);
  EXPECT(sizeof(psa_flih_result_t) == 4 && (psa_flih_result_t)-1 > 0);
  EXPECT(offsetof(psa_invec, base) == 0 && offsetof(psa_invec, len) == sizeof(void*));
  EXPECT(offsetof(psa_outvec, base) == 0 && offsetof(psa_outvec, len) == sizeof(void*));
  EXPECT(sizeof(psa_invec) == 2 * sizeof(void*) && sizeof(psa_outvec) == 2 * sizeof(void*));
}

/* On the host words have 8 bytes, so the message has gaps that it does not have on devices. */
STORY(a_message_has_its_layout, "MSG-1") {
  const size_t word = sizeof(void*);
  const size_t pointer = word == 4 ? 12 : 16;
  EXPECT_EQ(offsetof(psa_msg_t, type), 0);
  EXPECT_EQ(offsetof(psa_msg_t, handle), 4);
  EXPECT_EQ(offsetof(psa_msg_t, client_id), 8);
  EXPECT_EQ(offsetof(psa_msg_t, rhandle), pointer);
  EXPECT_EQ(offsetof(psa_msg_t, in_size), pointer + word);
  EXPECT_EQ(offsetof(psa_msg_t, out_size), pointer + 5 * word);
  EXPECT_EQ(sizeof(psa_msg_t), pointer + 9 * word);
}

STORY(constants_have_their_values, "NUM-2") {
  EXPECT_EQ(PSA_FRAMEWORK_VERSION, 0x0101);
  EXPECT_EQ(PSA_VERSION_NONE, 0);
  EXPECT_EQ(PSA_NULL_HANDLE, 0);
  EXPECT(PSA_HANDLE_IS_VALID(1) && !PSA_HANDLE_IS_VALID(0) && !PSA_HANDLE_IS_VALID(-1));
  EXPECT_EQ(PSA_HANDLE_TO_ERROR((psa_handle_t)-130), PSA_ERROR_CONNECTION_REFUSED);
  EXPECT_EQ(PSA_MAX_IOVEC, 4);
  EXPECT(PSA_IPC_CALL == 0 && PSA_IPC_CONNECT == -1 && PSA_IPC_DISCONNECT == -2);
  EXPECT(PSA_CALL_TYPE_MIN == 0 && PSA_CALL_TYPE_MAX == 32767);
  EXPECT(PSA_POLL == 0 && PSA_BLOCK == 0x80000000u && PSA_WAIT_ANY == 0xFFFFFFFFu && PSA_DOORBELL == 8);
  EXPECT(PSA_FLIH_NO_SIGNAL == 0 && PSA_FLIH_SIGNAL == 1);
}

STORY(status_codes_have_their_values, "NUM-3") {
  static const int32_t in_order[] = {
      PSA_ERROR_PROGRAMMER_ERROR,    PSA_ERROR_CONNECTION_REFUSED,    PSA_ERROR_CONNECTION_BUSY,
      PSA_ERROR_GENERIC_ERROR,       PSA_ERROR_NOT_PERMITTED,         PSA_ERROR_NOT_SUPPORTED,
      PSA_ERROR_INVALID_ARGUMENT,    PSA_ERROR_INVALID_HANDLE,        PSA_ERROR_BAD_STATE,
      PSA_ERROR_BUFFER_TOO_SMALL,    PSA_ERROR_ALREADY_EXISTS,        PSA_ERROR_DOES_NOT_EXIST,
      PSA_ERROR_INSUFFICIENT_MEMORY, PSA_ERROR_INSUFFICIENT_STORAGE,  PSA_ERROR_INSUFFICIENT_DATA,
      PSA_ERROR_SERVICE_FAILURE,     PSA_ERROR_COMMUNICATION_FAILURE, PSA_ERROR_STORAGE_FAILURE,
      PSA_ERROR_HARDWARE_FAILURE,
  };
  for (unsigned i = 0; i < sizeof in_order / sizeof in_order[0]; i++) {
    EXPECT_EQ(in_order[i], -129 - (int32_t)i);
  }
  EXPECT_EQ(PSA_SUCCESS, 0);
  EXPECT_EQ(PSA_ERROR_INVALID_SIGNATURE, -149);
  EXPECT_EQ(PSA_ERROR_CORRUPTION_DETECTED, -151);
  EXPECT_EQ(PSA_ERROR_DATA_CORRUPT, -152);
  EXPECT_EQ(PSA_ERROR_DATA_INVALID, -153);
  EXPECT_EQ(PSA_OPERATION_INCOMPLETE, -248);
}

STORY(lifecycle_states_have_their_values, "NUM-6") {
  EXPECT_EQ(PSA_LIFECYCLE_UNKNOWN, 0);
  EXPECT_EQ(PSA_LIFECYCLE_ASSEMBLY_AND_TEST, 0x1000);
  EXPECT_EQ(PSA_LIFECYCLE_PSA_ROT_PROVISIONING, 0x2000);
  EXPECT_EQ(PSA_LIFECYCLE_SECURED, 0x3000);
  EXPECT_EQ(PSA_LIFECYCLE_NON_PSA_ROT_DEBUG, 0x4000);
  EXPECT_EQ(PSA_LIFECYCLE_RECOVERABLE_PSA_ROT_DEBUG, 0x5000);
  EXPECT_EQ(PSA_LIFECYCLE_DECOMMISSIONED, 0x6000);
  EXPECT_EQ(PSA_LIFECYCLE_PSA_STATE_MASK, 0xFF00);
  EXPECT_EQ(PSA_LIFECYCLE_IMP_STATE_MASK, 0x00FF);
}

static const struct story stories[] = {
    TOLD(types_have_their_widths),        TOLD(a_message_has_its_layout),           TOLD(constants_have_their_values),
    TOLD(status_codes_have_their_values), TOLD(lifecycle_states_have_their_values),
};
const struct chapter number_chapter = CHAPTER(stories);
