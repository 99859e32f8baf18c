// SPDX-License-Identifier: Apache-2.0

/* The faults, by number: one list for the partitions that make them and the program that asks for them. */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdint.h>

enum fault {
  TELL = 1, /* COFFER: where its data and its code are */
  WRITE_NOWHERE,
  WRITE_NULL,
  WRITE_FOREIGN_DATA,
  READ_FOREIGN_DATA,
  CALL_FOREIGN_CODE,
  WRITE_DEVICE,
  OVERFLOW_STACK,
  CALL_DATA,
  CALL_NULL,
  USE_COPROCESSOR,
  READ_UNALIGNED,
  EXECUTE_UNDEFINED,
  CALL_WRONG_HANDLE,
  CALL_CLOSED_VECTOR,
  CONNECT_ALOOF,
  CONNECT_UNKNOWN,
  READ_WRONG_MESSAGE,
  WRITE_TOO_MUCH,
  FAIL_ASSERT,
  ANNOY_COFFER,
  CALL_EVEN,
  CALL_DEVICE,
  EXECUTE_BREAKPOINT,
  CALL_UNKNOWN_TRAP,
  WRITE_VECTOR_TABLE,
  READ_EXCLUSIVE_UNALIGNED,
  WRITE_SYSTEM_REGISTER,
  READ_NOWHERE,
  FAIL_IN_FUNCTION,
  CALL_IN_FUNCTION,
  OVERFLOW_DEEP, /* in COFFER, which FAULTY calls */
  END_ENTRY,     /* ENDING */
  REPLY_TWICE,
};

/* What COFFER tells. */
struct places {
  uint32_t sessions;
  uint32_t code;
};

#endif
