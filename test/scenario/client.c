// SPDX-License-Identifier: Apache-2.0

/* CLIENT: the same stories for a secure client. Answers 0, or the line of the check that failed. */
#include <string.h>

#include "must.h"
#include "psa/client.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "psa_manifest/client.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "services.h"
#include "tfm_psa_call_pack.h"

static const uint8_t constant_bytes[4] = {9, 8, 7, 6};
static uint8_t zeroed_bytes[4];

static psa_status_t report(psa_handle_t handle, struct report* into) {
  psa_outvec out = {into, sizeof *into};
  return psa_call(handle, ECHO_REPORT, NULL, 0, &out, 1);
}

/* When CLIENT starts, ECHO is not initialised, because it is less urgent (BOOT-7); the call initialises it. */
static psa_status_t call_before_others_run(void) {
  struct counts counts = {0};
  psa_outvec out = {&counts, sizeof counts};
  MUST(psa_call(ECHO_HANDLE, ECHO_COUNT, NULL, 0, &out, 1) == PSA_SUCCESS);
  MUST(out.len == sizeof counts && counts.initialised == 1);
  const psa_handle_t handle = psa_connect(SESSION_RELAXED_SID, 1);
  MUST(handle > 0);
  psa_close(handle);
  return PSA_SUCCESS;
}

static psa_status_t at_boot = PSA_ERROR_GENERIC_ERROR;

psa_status_t client_init(void) {
  at_boot = call_before_others_run();
  return PSA_SUCCESS;
}

static psa_status_t lifecycle(void) {
  const uint32_t state = psa_rot_lifecycle_state();
  MUST((state & ~(uint32_t)(PSA_LIFECYCLE_PSA_STATE_MASK | PSA_LIFECYCLE_IMP_STATE_MASK)) == 0);
  MUST((state & 0x0F00u) == 0 && (state & PSA_LIFECYCLE_PSA_STATE_MASK) <= PSA_LIFECYCLE_DECOMMISSIONED);
  MUST(sizeof(void*) == 4 || state == PSA_LIFECYCLE_UNKNOWN); /* LCS-3: the host has no storage for a lifecycle state */
  return PSA_SUCCESS;
}

/* Busy is not an error, neither of the service nor of the SPM (PE-10). */
static psa_status_t busy(void) {
  enum { MOST = 64 };
  static psa_handle_t handles[MOST];
  int32_t answer = PSA_ERROR_CONNECTION_BUSY;
  const psa_invec next = {&answer, sizeof answer};
  unsigned open = 0;

  MUST(psa_call(ECHO_HANDLE, ECHO_NEXT_CONNECT, &next, 1, NULL, 0) == PSA_SUCCESS);
  MUST(psa_connect(SESSION_SID, SESSION_VERSION) == PSA_ERROR_CONNECTION_BUSY);
  while (open < MOST && (handles[open] = psa_connect(SESSION_RELAXED_SID, 1)) > 0) {
    open++;
  }
  MUST(open > 0 && open < MOST && handles[open] == PSA_ERROR_CONNECTION_BUSY);
  while (open > 0) {
    psa_close(handles[--open]);
  }
  return PSA_SUCCESS;
}

/* The function that psa_call() is made of (EXT-4). */
static psa_status_t packed(void) {
  uint8_t to[2] = {0};
  const psa_invec in = {constant_bytes, 2};
  psa_outvec out = {to, 2};
  MUST(tfm_psa_call_pack(ECHO_HANDLE, PARAM_PACK(ECHO_COPY, 1, 1), &in, &out) == PSA_SUCCESS);
  MUST(out.len == 2 && memcmp(to, constant_bytes, 2) == 0);
  return PSA_SUCCESS;
}

static psa_status_t tell(void) {
  struct report seen;
  uint8_t on_stack[4];

  MUST(psa_framework_version() == PSA_FRAMEWORK_VERSION);
  MUST(psa_version(0xFFFFFFF0u) == PSA_VERSION_NONE);
  MUST(psa_version(ECHO_SID) == 2);
  MUST(psa_version(ECHO_SECURE_SID) == 1);
  MUST(psa_version(ECHO_STRICT_SID) == PSA_VERSION_NONE); /* VER-2: not a dependency */
  MUST(psa_version(CLIENT_SID) == PSA_VERSION_NONE);      /* VER-6: its own */

  MUST(report(ECHO_SECURE_HANDLE, &seen) == PSA_SUCCESS);
  MUST(seen.client_id == CLIENT && seen.type == ECHO_REPORT && seen.rhandle == 0); /* CID-1, CID-4, SLS-7 */

  /* A client may pass constant, zeroed and stack memory. */
  const psa_invec in[2] = {{constant_bytes, sizeof constant_bytes}, {"xy", 2}};
  psa_outvec out[2] = {{on_stack, sizeof on_stack}, {zeroed_bytes, 2}};
  MUST(psa_call(ECHO_HANDLE, ECHO_COPY, in, 2, out, 2) == PSA_SUCCESS);
  MUST(out[0].len == 4 && memcmp(on_stack, constant_bytes, 4) == 0);
  MUST(out[1].len == 2 && zeroed_bytes[0] == 'x' && zeroed_bytes[1] == 'y' && zeroed_bytes[2] == 0);

  const psa_handle_t first = psa_connect(SESSION_SECURE_SID, SESSION_SECURE_VERSION);
  const psa_handle_t second = psa_connect(SESSION_RELAXED_SID, 1);
  MUST(first > 0 && second > 0 && first != second);
  MUST(report(first, &seen) == PSA_SUCCESS && seen.client_id == CLIENT);
  psa_close(second);
  psa_close(first);
  psa_close(PSA_NULL_HANDLE);

  int32_t refusal = PSA_ERROR_CONNECTION_REFUSED; /* PE-9: a refusal by the service is an ordinary result */
  const psa_invec next = {&refusal, sizeof refusal};
  MUST(psa_call(ECHO_HANDLE, ECHO_NEXT_CONNECT, &next, 1, NULL, 0) == PSA_SUCCESS);
  MUST(psa_connect(SESSION_SID, SESSION_VERSION) == PSA_ERROR_CONNECTION_REFUSED);
  MUST(psa_call(ECHO_HANDLE, ECHO_STATUS, &next, 1, NULL, 0) == PSA_ERROR_CONNECTION_REFUSED); /* CALL-16 */
  return PSA_SUCCESS;
}

static psa_status_t tell_all(void) {
  psa_status_t (*const tales[])(void) = {tell, lifecycle, busy, packed};
  for (unsigned i = 0; i < sizeof tales / sizeof tales[0]; i++) {
    const psa_status_t status = tales[i]();
    if (status != PSA_SUCCESS) {
      return status;
    }
  }
  return PSA_SUCCESS;
}

static psa_status_t stack(void) {
  enum { NEAR = 0x4000 };
  struct report seen;
  MUST(report(ECHO_HANDLE, &seen) == PSA_SUCCESS);
  const uint32_t distance = (uint32_t)(uintptr_t)&seen - seen.place;
  MUST(distance > 0 && distance < NEAR);
  return PSA_SUCCESS;
}

/* The message does not change, whatever calls are made meanwhile (MSG-7). */
static psa_status_t tell_with(const psa_msg_t* msg) {
  const psa_msg_t before = *msg;
  const psa_status_t status = tell_all();
  MUST(before.type == msg->type && before.handle == msg->handle && before.client_id == msg->client_id);
  MUST(memcmp(before.in_size, msg->in_size, sizeof before.in_size) == 0);
  MUST(memcmp(before.out_size, msg->out_size, sizeof before.out_size) == 0);
  return status;
}

psa_status_t client_sfn(const psa_msg_t* msg) {
  switch (msg->type) {
    case CLIENT_TELL: return tell_with(msg);
    case CLIENT_AT_BOOT: return at_boot;
    case CLIENT_STACK: return stack();
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}
