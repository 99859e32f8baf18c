/* CLIENT: the same stories told by a secure client. Answers 0, or the line of what was not as it should be. */
#include <string.h>

#include "psa/client.h"
#include "psa/lifecycle.h"
#include "psa/service.h"
#include "psa_manifest/client.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "services.h"

#define MUST(condition) \
  if (!(condition)) {   \
    return __LINE__;    \
  }

static const uint8_t constant_bytes[4] = {9, 8, 7, 6};
static uint8_t zeroed_bytes[4];

static psa_status_t report(psa_handle_t handle, struct report* into) {
  psa_outvec out = {into, sizeof *into};
  return psa_call(handle, ECHO_REPORT, NULL, 0, &out, 1);
}

static psa_status_t tell(void) {
  struct report seen;
  uint8_t on_stack[4];

  MUST(psa_framework_version() == PSA_FRAMEWORK_VERSION);
  MUST(psa_version(0xFFFFFFF0u) == PSA_VERSION_NONE);
  MUST(psa_version(ECHO_SID) == 2);
  MUST(psa_version(ECHO_SECURE_SID) == 1);
  MUST(psa_version(ECHO_STRICT_SID) == PSA_VERSION_NONE); /* VER-2: no dependency */
  MUST(psa_version(CLIENT_SID) == PSA_VERSION_NONE);      /* VER-6: its own */
  MUST((psa_rot_lifecycle_state() & ~(uint32_t)(PSA_LIFECYCLE_PSA_STATE_MASK | PSA_LIFECYCLE_IMP_STATE_MASK)) == 0);

  MUST(report(ECHO_SECURE_HANDLE, &seen) == PSA_SUCCESS);
  MUST(seen.client_id == CLIENT && seen.type == ECHO_REPORT && seen.rhandle == 0); /* CID-1, CID-4, SLS-7 */

  /* Constant, zeroed and stack memory are all the client's to pass. */
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

  int32_t refusal = PSA_ERROR_CONNECTION_REFUSED; /* PE-9: the service's own refusal is an ordinary result */
  const psa_invec next = {&refusal, sizeof refusal};
  MUST(psa_call(ECHO_HANDLE, ECHO_NEXT_CONNECT, &next, 1, NULL, 0) == PSA_SUCCESS);
  MUST(psa_connect(SESSION_SID, SESSION_VERSION) == PSA_ERROR_CONNECTION_REFUSED);
  MUST(psa_call(ECHO_HANDLE, ECHO_STATUS, &next, 1, NULL, 0) == PSA_ERROR_CONNECTION_REFUSED); /* CALL-16 */
  return PSA_SUCCESS;
}

psa_status_t client_sfn(const psa_msg_t* msg) {
  (void)msg;
  return tell();
}
