// SPDX-License-Identifier: Apache-2.0

/* The rules that can be broken, by number: one list for the partitions that break them and for the program that makes
 * them. */
#ifndef SINS_H
#define SINS_H

/* X(sin, rule in the record) */
#define SINS_OF_EVERY_MODEL(X)             \
  X(SIN_PANIC, "PANIC-1")                  \
  X(SIN_FAULT, "FAULT")                    \
  X(SIN_OVERFLOW_STACK, "FAULT")           \
  X(SIN_CALL_NULL_HANDLE, "CALL-1")        \
  X(SIN_CALL_WRONG_HANDLE, "CALL-2")       \
  X(SIN_CALL_CLOSED_HANDLE, "CALL-2")      \
  X(SIN_CALL_NEGATIVE_TYPE, "CALL-4")      \
  X(SIN_CALL_HUGE_TYPE, "CALL-4")          \
  X(SIN_CALL_FIVE_VECTORS, "CALL-6")       \
  X(SIN_CALL_MANY_VECTORS, "CALL-6")       \
  X(SIN_CALL_NULL_VECTOR, "CALL-7")        \
  X(SIN_CALL_NULL_DESCRIPTORS, "CALL-7")   \
  X(SIN_CALL_WRAPPING_VECTOR, "CALL-7")    \
  X(SIN_CALL_CODE_AS_OUTPUT, "CALL-7")     \
  X(SIN_CALL_CONSTANT_AS_OUTPUT, "CALL-7") \
  X(SIN_CALL_OVERLAPPING_INPUTS, "CALL-7") \
  X(SIN_CALL_CLAIMS_NON_SECURE, "NUM-5")   \
  X(SIN_CALL_STATELESS_VERSION, "SLS-3")   \
  X(SIN_CALL_STATELESS_INDEX, "SLS-3")     \
  X(SIN_CALL_OWN_SERVICE, "SLS-3")         \
  X(SIN_CALL_ACCUSED, "REPLY-7")           \
  X(SIN_CONNECT_UNKNOWN, "CONN-1")         \
  X(SIN_CONNECT_NO_DEPENDENCY, "CONN-2")   \
  X(SIN_CONNECT_OWN_SERVICE, "CONN-2")     \
  X(SIN_CONNECT_STATELESS, "CONN-3")       \
  X(SIN_CONNECT_STRICT_LOWER, "CONN-4")    \
  X(SIN_CONNECT_STRICT_HIGHER, "CONN-4")   \
  X(SIN_CONNECT_RELAXED_HIGHER, "CONN-5")  \
  X(SIN_CLOSE_WRONG_HANDLE, "CLOSE-2")     \
  X(SIN_CLOSE_TWICE, "CLOSE-2")            \
  X(SIN_CLOSE_STATELESS, "CLOSE-4")        \
  X(SIN_READ_NULL_HANDLE, "READ-1")        \
  X(SIN_READ_WRONG_HANDLE, "READ-1")       \
  X(SIN_READ_FIFTH_VECTOR, "READ-1")       \
  X(SIN_READ_TO_NULL, "READ-1")            \
  X(SIN_READ_TO_CODE, "READ-1")            \
  X(SIN_READ_TO_WRAPPING, "READ-1")        \
  X(SIN_READ_MORE_THAN_OWN, "READ-1")      \
  X(SIN_SKIP_NULL_HANDLE, "SKIP-2")        \
  X(SIN_SKIP_FIFTH_VECTOR, "SKIP-2")       \
  X(SIN_WRITE_NULL_HANDLE, "WRITE-1")      \
  X(SIN_WRITE_FIFTH_VECTOR, "WRITE-1")     \
  X(SIN_WRITE_FROM_NULL, "WRITE-1")        \
  X(SIN_WRITE_FROM_WRAPPING, "WRITE-1")    \
  X(SIN_WRITE_TOO_MUCH, "WRITE-1")         \
  X(SIN_WRITE_TO_ABSENT, "WRITE-1")        \
  X(SIN_RHANDLE_NULL_HANDLE, "RHN-4")      \
  X(SIN_RHANDLE_STATELESS, "RHN-4")        \
  X(SIN_WAIT_NOTHING_OWN, "WAIT-5")

/* In the message of a session: connects are never requests. */
#define SINS_OF_SESSIONS(X)               \
  X(SIN_CONNECT_ANSWER, "REPLY-6")        \
  X(SIN_READ_WHILE_CONNECTING, "READ-1")  \
  X(SIN_SKIP_WHILE_CONNECTING, "SKIP-2")  \
  X(SIN_READ_KEPT_HANDLE, "READ-1")       \
  X(SIN_WRITE_BYTE_CONNECTING, "WRITE-1") \
  X(SIN_WRITE_WHILE_CONNECTING, "WRITE-1")

#define SINS_OF_THE_IPC_MODEL(X)          \
  X(SIN_GET_NO_SIGNAL, "GET-1")           \
  X(SIN_GET_TWO_SIGNALS, "GET-1")         \
  X(SIN_GET_DOORBELL, "GET-2")            \
  X(SIN_GET_FOREIGN_SIGNAL, "GET-2")      \
  X(SIN_GET_NOT_ASSERTED, "GET-3")        \
  X(SIN_GET_TO_NULL, "GET-4")             \
  X(SIN_GET_TO_CODE, "GET-4")             \
  X(SIN_GET_TO_CROOKED, "GET-4")          \
  X(SIN_REPLY_NULL_HANDLE, "REPLY-2")     \
  X(SIN_REPLY_TWICE, "REPLY-2")           \
  X(SIN_READ_AFTER_REPLY, "READ-1")       \
  X(SIN_WAIT_POLL_NOTHING_OWN, "WAIT-5")  \
  X(SIN_NOTIFY_UNKNOWN, "DBL-2")          \
  X(SIN_NOTIFY_ZERO, "DBL-2")             \
  X(SIN_NOTIFY_AGENT, "DBL-2")            \
  X(SIN_CLEAR_NOT_RUNG, "DBL-4")          \
  X(SIN_RECEIVE_AS_FUNCTIONS_DO, "SFN-7") \
  X(SIN_CHOOSE_AS_IDLE_DOES, "PE-11")

/* For the SFN model where messages come from a queue. On the other backend such code does not link. */
#define SINS_OF_THE_SFN_MODEL(X) \
  X(SIN_FUNCTION_GETS, "GET-8")  \
  X(SIN_FUNCTION_REPLIES, "REPLY-12")

enum sin {
  NO_SIN,
#define X(sin, rule) sin,
  SINS_OF_EVERY_MODEL(X) SINS_OF_SESSIONS(X) SINS_OF_THE_IPC_MODEL(X) SINS_OF_THE_SFN_MODEL(X)
#undef X
      TRY_GATES, /* breaks no rule: CULPRIT makes the gates' traps; input vector 0 is a connection of the non-secure
                    world */
};

#endif
