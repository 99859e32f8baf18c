// SPDX-License-Identifier: Apache-2.0

/* Requests to the partitions of the stories. */
#ifndef SERVICES_H
#define SERVICES_H

#include <stdint.h>

/* Requests to the ECHO services and to sessions. */
enum echo_request {
  ECHO_COPY = 0,         /* copies every input vector to the output vector of the same number */
  ECHO_REPORT = 1,       /* writes the message's fields, a struct report, to output vector 0 */
  ECHO_STATUS = 2,       /* answers the int32_t in input vector 0 */
  ECHO_MECHANICS = 3,    /* reads, skips and writes in a known pattern; 0 or the line that failed */
  ECHO_COUNT = 4,        /* writes a struct counts to output vector 0 */
  ECHO_NEXT_CONNECT = 5, /* the next connect is answered with the int32_t in input vector 0 */
  ECHO_SET_RHANDLE = 6,  /* twice, so that the last value wins: the uint32_t in input vector 0 */
  ECHO_PARTIAL = 7,      /* writes three bytes in two pieces to output vector 0 and none to 1 */
  ECHO_RING = 8,         /* notifies WORKER, which is more urgent, while it holds the message */
  ECHO_THROUGH =
      9, /* copies input vector 1 to output vector 0, through the memory whose address is in input vector 0 */
};

struct report {
  int32_t type;
  int32_t client_id;
  uint32_t rhandle;
  uint32_t handle_is_positive;
  uint32_t place; /* address of the report on the stack of its author */
  uint32_t in_size[4];
  uint32_t out_size[4];
};

struct counts {
  uint32_t connects;
  uint32_t disconnects;
  struct report last_connect;
  struct report last_disconnect;
  uint32_t initialised;
  uint32_t strange; /* messages that were not requests, at services without connections */
  uint32_t nested;  /* functions that were entered while another ran */
};

/* Requests to SERVER. */
enum server_request {
  SERVER_HOLD_FIRST = 1,  /* keeps the message until the worker's comes; then answers the worker first */
  SERVER_HOLD_SECOND = 2, /* the same, answered in the order of arrival */
  SERVER_ORDER = 3,       /* from the worker: answered together with the kept message */
  SERVER_RING = 5,        /* notifies WORKER, then answers 5 */
  SERVER_RUNG = 6,        /* the signals of WORKER's doorbell the last time */
  SERVER_TWICE = 4,       /* psa_wait twice and polling, before and after psa_get; 0 or the line that failed */
};

/* Requests to CLIENT. */
enum client_request {
  CLIENT_TELL = 0, /* 0 or the line that failed, as for the other partitions */
  CLIENT_AT_BOOT = 1,
  CLIENT_STACK = 2, /* 0 if ECHO's functions run on their caller's stack, below its frame */
};

/* Requests to WORKER. */
enum worker_request {
  WORKER_STATUS = 1,       /* the status of what it did when its doorbell last rang */
  WORKER_RING_SELF = 2,    /* 0 or the line that failed, like the others below */
  WORKER_RUNG_CALLING = 3, /* SERVER notifies it while it waits for the answer */
  WORKER_COUNT_NEXT = 4,   /* when its doorbell rings next, it calls ECHO and not SERVER */
  WORKER_LIFECYCLE = 5,
  WORKER_RING_SERVER = 6, /* SERVER is less urgent, and receives the signal when WORKER waits */
};

#endif
