// SPDX-License-Identifier: Apache-2.0

/* Shared by the non-secure program and the partitions of this suite. It contains nothing of the kernel. */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "psa/client.h"

enum { CONNECT_MESSAGE = -1, DISCONNECT_MESSAGE = -2 };
enum { MOST_OPS = 6, MOST_MESSAGES = 2, VECTORS = 4, LARGEST = 64, SLOW_SOURCE = 20, FAST_SOURCE = 21 };

/* Steps of ACTOR while it handles a message. */
enum op {
  OP_READ,
  OP_SKIP,
  OP_WRITE,
  OP_RHANDLE,
  OP_MAP_IN,
  OP_UNMAP_IN,
  OP_MAP_OUT,
  OP_UNMAP_OUT,
  OP_LIFECYCLE,
  OP_VERSION,
  OP_RAISE_SLOW,
  OP_RAISE_FAST,
  OP_RAISE_FAST_IN_VAIN, /* the FLIH function asserts nothing */
  OP_POLL,
  OP_EOI,
  OP_RESET,
  OP_ENABLE,
  OP_DISABLE,
  OP_RING,   /* psa_notify() for itself; IPC backend */
  OP_SILENT, /* psa_clear(); IPC backend */
  OP_PANIC,
  LEGAL_OPS = OP_PANIC,
  /* These always break a rule. */
  OP_READ_WRONG_HANDLE = OP_PANIC + 1,
  OP_NOTIFY_NO_PARTITION, /* IPC backend */
  OP_WAIT_NOTHING,
  OP_ENABLE_NOTHING,
  OP_READ_NOWHERE, /* into a buffer that is not ACTOR's */
  OP_WRITE_NOWHERE,
  OP_RAISE_WRONG, /* the FLIH function returns an invalid value */
  OP_EOI_FAST,    /* of the wrong kind of line */
  OP_RESET_SLOW,
  OP_GET_NOTHING,   /* IPC backend */
  OP_REPLY_NOTHING, /* IPC backend */
  ALL_OPS,
};

struct step {
  int32_t op;
  uint32_t first;
  uint32_t second;
};

/* A script for the next message. If that is a connect, it is for the request that follows; a disconnect is only
 * answered. */
struct script {
  uint32_t count;
  struct step steps[MOST_OPS];
  int32_t status;
};

/* ACTOR's record of a message. */
struct seen {
  int32_t type;
  int32_t client_id;
  uintptr_t rhandle;
  uint32_t in_size[VECTORS];
  uint32_t out_size[VECTORS];
  uint32_t results[MOST_OPS]; /* the result of each step */
  uint32_t sums[MOST_OPS];    /* of the bytes that each step read */
};

struct report {
  uint32_t count; /* messages since the script was set */
  struct seen messages[MOST_MESSAGES];
};

enum { CONTROL_SCRIPT = 1, CONTROL_REPORT = 2 };

/* Requests to a client. */
enum request { CLIENT_VERSION, CLIENT_CONNECT, CLIENT_CALL, CLIENT_CLOSE, CLIENT_FRAMEWORK, CLIENT_RAISE };

/* For CLIENT_RAISE, the code that the line interrupts: the client, one or two nested non-secure handlers, a gate. */
enum over { OVER_CLIENT, OVER_HANDLER, OVER_TWO_HANDLERS, OVER_GATE, OVERS };

/* Raises ACTOR's line `source` that way. The non-secure program has handlers for the lines of its own world. */
void raise_over(uint32_t source, uint32_t over);

/* psa_call() with an unmodified control word, for each world. */
int32_t call_raw(int32_t handle, uint32_t control, const psa_invec* in, psa_outvec* out);

/* Defects of a call's arguments. */
enum flaw {
  FLAW_NONE,
  FLAW_NULL_VECTOR,
  FLAW_WRAPPING,
  FLAW_OVERLAP,
  FLAW_MANY,
  FLAW_NULL_ARRAY,
  FLAW_UNALIGNED,
  FLAW_NULL_OUTPUT,
  FLAW_WRAPPING_OUTPUT,
  FLAW_CONSTANT_OUTPUT,
  FLAW_NULL_OUTPUT_ARRAY,
  FLAW_UNALIGNED_OUTPUT,
  FLAW_CONTROL, /* the control word, which psa_call() makes from type and counts */
  FLAWS
};

struct errand {
  int32_t request;
  uint32_t sid; /* or handle */
  uint32_t version;
  int32_t type;
  uint32_t in_count;
  uint32_t out_count;
  uint32_t in_size[VECTORS];
  uint32_t out_size[VECTORS];
  int32_t flaw;
  uint32_t garble; /* FLAW_CONTROL: bits to invert in the word */
};

struct outcome {
  int32_t result;
  uint32_t out_len[VECTORS];
  uint32_t out_sums[VECTORS]; /* of the whole buffers */
};

/* The bytes of input vector `vector`, the bytes that step `step` writes, and the initial content of buffers. */
static inline uint8_t input_byte(unsigned vector, unsigned i) { return (uint8_t)(vector * 67 + i * 3 + 1); }
static inline uint8_t written_byte(unsigned step, unsigned i) { return (uint8_t)(step * 29 + i * 5 + 7); }
enum { UNTOUCHED = 0xEE };

static inline uint32_t add_to_sum(uint32_t sum, uint8_t byte) { return (sum ^ byte) * 16777619u; }

static inline uint32_t sum_of(const uint8_t* bytes, size_t count) {
  uint32_t sum = 2166136261u;
  for (size_t i = 0; i < count; i++) {
    sum = add_to_sum(sum, bytes[i]);
  }
  return sum;
}

/* Does the errand; the same for clients of both worlds. */
void do_errand(const struct errand* errand, struct outcome* outcome);

#endif
