/* What the partitions of the stories can be asked. */
#ifndef SERVICES_H
#define SERVICES_H

#include <stdint.h>

/* Requests to the ECHO services and to sessions. */
enum echo_request {
  ECHO_COPY = 0,         /* every input vector into the output vector of the same number */
  ECHO_REPORT = 1,       /* what the message said, a struct report into output vector 0 */
  ECHO_STATUS = 2,       /* answers the int32_t in input vector 0 */
  ECHO_MECHANICS = 3,    /* reads, skips and writes in a known pattern; 0 or the line that was wrong */
  ECHO_COUNT = 4,        /* a struct counts into output vector 0 */
  ECHO_NEXT_CONNECT = 5, /* the next connect is answered with the int32_t in input vector 0 */
  ECHO_SET_RHANDLE = 6,  /* twice, so that the last value wins: the uint32_t in input vector 0 */
  ECHO_PARTIAL = 7,      /* writes three bytes in two pieces into output vector 0 and nothing into 1 */
  ECHO_RING = 8,         /* rings WORKER, who is more urgent, while it has the message in hand */
  ECHO_THROUGH = 9, /* input vector 1 into output vector 0, through the memory whose address is in input vector 0 */
};

struct report {
  int32_t type;
  int32_t client_id;
  uint32_t rhandle;
  uint32_t handle_is_positive;
  uint32_t place; /* of the report on the stack of who made it */
  uint32_t in_size[4];
  uint32_t out_size[4];
};

struct counts {
  uint32_t connects;
  uint32_t disconnects;
  struct report last_connect;
  struct report last_disconnect;
  uint32_t initialised;
  uint32_t strange; /* messages that were no requests, at services without connections */
  uint32_t nested;  /* functions that were entered while another ran */
};

/* Requests to SERVER. */
enum server_request {
  SERVER_HOLD_FIRST = 1,  /* kept until the worker's came; then the worker is answered first */
  SERVER_HOLD_SECOND = 2, /* the same, answered in the order of arrival */
  SERVER_ORDER = 3,       /* from the worker: answered together with what is held */
  SERVER_RING = 5,        /* rings WORKER, then answers 5 */
  SERVER_RUNG = 6,        /* the signals with which its doorbell rang last */
  SERVER_TWICE = 4,       /* psa_wait twice and polling, before and after psa_get; 0 or the line that was wrong */
};

/* Requests to CLIENT. */
enum client_request {
  CLIENT_TELL = 0, /* 0 or the line that was wrong, as the others */
  CLIENT_AT_BOOT = 1,
  CLIENT_STACK = 2, /* 0 if ECHO's functions run on the stack of who calls them, below its frame */
};

/* Requests to WORKER. */
enum worker_request {
  WORKER_STATUS = 1,       /* the status of what it did when its doorbell rang last */
  WORKER_RING_SELF = 2,    /* 0 or the line that was wrong, as the others below */
  WORKER_RUNG_CALLING = 3, /* SERVER rings it while it waits for the answer */
  WORKER_COUNT_NEXT = 4,   /* when its doorbell rings next it calls ECHO and not SERVER */
  WORKER_LIFECYCLE = 5,
  WORKER_RING_SERVER = 6, /* who is less urgent, and hears it when WORKER waits */
};

#endif
