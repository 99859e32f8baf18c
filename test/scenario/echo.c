// SPDX-License-Identifier: Apache-2.0

/* ECHO: services of every kind in one partition of the SFN model. */
#include <string.h>

#include "must.h"
#include "psa/service.h"
#include "psa_manifest/echo.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "services.h"

static struct counts counts;
static psa_status_t next_connect = PSA_SUCCESS;

psa_status_t echo_init(void) {
  counts.initialised++;
  return PSA_SUCCESS;
}

static uint32_t place_of(const void* object) { return (uint32_t)(uintptr_t)object; }

static struct report report_of(const psa_msg_t* msg) {
  struct report report = {.type = msg->type,
                          .client_id = msg->client_id,
                          .rhandle = (uint32_t)(uintptr_t)msg->rhandle,
                          .handle_is_positive = msg->handle > 0};
  report.place = place_of(&report);
  for (unsigned i = 0; i < PSA_MAX_IOVEC; i++) {
    report.in_size[i] = (uint32_t)msg->in_size[i];
    report.out_size[i] = (uint32_t)msg->out_size[i];
  }
  return report;
}

static psa_status_t copy(const psa_msg_t* msg) {
  uint8_t piece[48];
  for (uint32_t i = 0; i < PSA_MAX_IOVEC; i++) {
    size_t left = msg->out_size[i];
    for (size_t size;
         left != 0 && (size = psa_read(msg->handle, i, piece, left < sizeof piece ? left : sizeof piece)) != 0;) {
      psa_write(msg->handle, i, piece, size);
      left -= size;
    }
  }
  return PSA_SUCCESS;
}

/* Input vector 0 is 0, 1, 2 ... 9; output vector 0 has room for 8. */
static psa_status_t mechanics(const psa_msg_t* msg) {
  uint8_t bytes[16];

  memset(bytes, 0xEE, sizeof bytes);
  MUST(psa_read(msg->handle, 0, bytes, 3) == 3 && bytes[0] == 0 && bytes[2] == 2 && bytes[3] == 0xEE);
  MUST(psa_read(msg->handle, 0, (void*)1, 0) == 0); /* READ-4: the pointer is not used */
  MUST(psa_skip(msg->handle, 0, 2) == 2);
  MUST(psa_skip(msg->handle, 0, 0) == 0);
  MUST(psa_read(msg->handle, 0, bytes, 1) == 1 && bytes[0] == 5);
  MUST(psa_read(msg->handle, 0, bytes, sizeof bytes) == 4 && bytes[0] == 6 && bytes[3] == 9 && bytes[4] == 0xEE);
  MUST(psa_read(msg->handle, 0, (void*)1, 8) == 0); /* READ-3, READ-7: nothing remains */
  MUST(psa_skip(msg->handle, 0, 100) == 0);
  MUST(psa_read(msg->handle, 3, bytes, 1) == 0); /* an absent vector */
  psa_write(msg->handle, 0, "abc", 3);
  psa_write(msg->handle, 0, (void*)1, 0); /* WRITE-3 */
  psa_write(msg->handle, 3, NULL, 0);
  psa_write(msg->handle, 0, "defgh", 5);
  return PSA_SUCCESS;
}

static psa_status_t read_word(const psa_msg_t* msg, void* word) {
  return psa_read(msg->handle, 0, word, 4) == 4 ? PSA_SUCCESS : PSA_ERROR_INVALID_ARGUMENT;
}

/* A partition that is notified runs at once, and has to wait until this one has ended. */
static psa_status_t ring(void) {
#ifdef WORKER_SID
  psa_notify(WORKER);
#endif
  return PSA_SUCCESS;
}

/* Copies through non-secure memory, which only the SPM accesses. */
static psa_status_t through(const psa_msg_t* msg) {
  void* there = NULL;
  MUST(psa_read(msg->handle, 0, &there, sizeof there) == sizeof there);
  const size_t size = msg->in_size[1];
  MUST(psa_read(msg->handle, 1, there, size) == size);
  psa_write(msg->handle, 0, there, size);
  return PSA_SUCCESS;
}

static psa_status_t request(const psa_msg_t* msg) {
  const struct report report = report_of(msg);
  int32_t word = 0;

  switch (msg->type) {
    case ECHO_COPY: return copy(msg);
    case ECHO_REPORT: psa_write(msg->handle, 0, &report, sizeof report); return PSA_SUCCESS;
    case ECHO_STATUS: (void)read_word(msg, &word); return word;
    case ECHO_MECHANICS: return mechanics(msg);
    case ECHO_COUNT: psa_write(msg->handle, 0, &counts, sizeof counts); return PSA_SUCCESS;
    case ECHO_NEXT_CONNECT: return read_word(msg, &next_connect);
    case ECHO_SET_RHANDLE:
      (void)read_word(msg, &word);
      psa_set_rhandle(msg->handle, &counts);
      psa_set_rhandle(msg->handle, (void*)(uintptr_t)(uint32_t)word);
      return (uint32_t)(uintptr_t)msg->rhandle == report.rhandle ? PSA_SUCCESS : PSA_ERROR_GENERIC_ERROR;
    case ECHO_PARTIAL:
      psa_write(msg->handle, 0, "x", 1);
      psa_write(msg->handle, 0, "yz", 2);
      return PSA_ERROR_GENERIC_ERROR;
    case ECHO_RING: return ring();
    case ECHO_THROUGH: return through(msg);
    case PSA_CALL_TYPE_MAX: return PSA_CALL_TYPE_MAX;
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

static psa_status_t session(const psa_msg_t* msg) {
  psa_status_t status = PSA_SUCCESS;

  switch (msg->type) {
    case PSA_IPC_CONNECT:
      counts.connects++;
      counts.last_connect = report_of(msg);
      status = next_connect;
      next_connect = PSA_SUCCESS;
      return status;
    case PSA_IPC_DISCONNECT:
      counts.disconnects++;
      counts.last_disconnect = report_of(msg);
      psa_set_rhandle(msg->handle, &counts); /* RHN-3: has no effect */
      return PSA_ERROR_GENERIC_ERROR;        /* REPLY-9: has no effect */
    default: return request(msg);
  }
}

/* Calls each secure function of the partition, and counts nested calls. */
static psa_status_t enter(const psa_msg_t* msg, psa_status_t (*serve)(const psa_msg_t*)) {
  static unsigned running;
  if (running != 0) {
    counts.nested++;
  }
  running++;
  const psa_status_t status = serve(msg);
  running--;
  return status;
}

static psa_status_t stateless(const psa_msg_t* msg) {
  if (msg->type < 0) {
    counts.strange++;
  }
  return enter(msg, request);
}

psa_status_t echo_sfn(const psa_msg_t* msg) { return stateless(msg); }
psa_status_t echo_strict_sfn(const psa_msg_t* msg) { return stateless(msg); }
psa_status_t echo_secure_sfn(const psa_msg_t* msg) { return stateless(msg); }
psa_status_t session_sfn(const psa_msg_t* msg) { return enter(msg, session); }
psa_status_t session_relaxed_sfn(const psa_msg_t* msg) { return enter(msg, session); }
psa_status_t session_default_sfn(const psa_msg_t* msg) { return enter(msg, session); }
psa_status_t session_secure_sfn(const psa_msg_t* msg) { return enter(msg, session); }
