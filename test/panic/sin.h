// SPDX-License-Identifier: Apache-2.0

/* Breaks each rule that both models can break. Each of the two partitions includes this once, after it has defined the
 * names of its own services: OWN_HANDLE, OWN_SESSION_SID. The client passes 8 bytes in and has room for 8 out. */
#include <stdint.h>

#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/sid.h"
#include "sins.h"
#include "tfm_psa_call_pack.h"

static const uint8_t constant[4] = {1, 2, 3, 4};
static uint8_t own[16];

static void call_with(const void* in, size_t in_size, void* out, size_t out_size) {
  const psa_invec in_vec = {in, in_size};
  psa_outvec out_vec = {out, out_size};
  (void)psa_call(VICTIM_PLAIN_HANDLE, 0, &in_vec, 1, &out_vec, 1);
}

static void call_with_two(const psa_invec* in) { (void)psa_call(VICTIM_PLAIN_HANDLE, 0, in, 2, NULL, 0); }

/* Recurses deeper than any stack; the compiler cannot turn it into a loop. */
static uint32_t descend(volatile uint8_t* above, uint32_t depth) {
  volatile uint8_t here[128];
  here[0] = above[0];
  return depth == 0 ? here[0] : descend(here, depth - 1) + here[0];
}

static void commit(int32_t sin, psa_handle_t message) {
  const psa_invec five[5] = {{own, 1}, {own + 1, 1}, {own + 2, 1}, {own + 3, 1}, {own + 4, 1}};
  const psa_invec overlapping[2] = {{own, 4}, {own + 2, 4}};
  void* const code = (void*)((uintptr_t)commit & ~(uintptr_t)3);
  psa_outvec out = {own, 4};
  psa_handle_t handle;

  switch (sin) {
    case SIN_PANIC: psa_panic();
    case SIN_FAULT:
      *(volatile uint32_t*)(uintptr_t)0x1A000000 = 1; /* no device answers there */
      break;
    case SIN_OVERFLOW_STACK: (void)descend(own, 1u << 20); break;
    case SIN_CALL_NULL_HANDLE: (void)psa_call(PSA_NULL_HANDLE, 0, NULL, 0, NULL, 0); break;
    case SIN_CALL_WRONG_HANDLE: (void)psa_call(0x1234DEAD, 0, NULL, 0, NULL, 0); break;
    case SIN_CALL_CLOSED_HANDLE:
      handle = psa_connect(VICTIM_STRICT_SID, 2);
      psa_close(handle);
      (void)psa_call(handle, 0, NULL, 0, NULL, 0);
      break;
    case SIN_CALL_NEGATIVE_TYPE: (void)psa_call(VICTIM_PLAIN_HANDLE, -1, NULL, 0, NULL, 0); break;
    case SIN_CALL_HUGE_TYPE: (void)psa_call(VICTIM_PLAIN_HANDLE, PSA_CALL_TYPE_MAX + 1, NULL, 0, NULL, 0); break;
    case SIN_CALL_FIVE_VECTORS: (void)psa_call(VICTIM_PLAIN_HANDLE, 0, five, 5, NULL, 0); break;
    case SIN_CALL_MANY_VECTORS: (void)psa_call(VICTIM_PLAIN_HANDLE, 0, five, SIZE_MAX, &out, 1); break;
    case SIN_CALL_NULL_VECTOR: call_with(NULL, 4, own, 4); break;
    case SIN_CALL_NULL_DESCRIPTORS: (void)psa_call(VICTIM_PLAIN_HANDLE, 0, NULL, 1, NULL, 0); break;
    case SIN_CALL_WRAPPING_VECTOR: call_with(own, SIZE_MAX, own, 4); break;
    case SIN_CALL_CODE_AS_OUTPUT: call_with(own, 4, code, 4); break;
    case SIN_CALL_CONSTANT_AS_OUTPUT: call_with(own, 4, (void*)(uintptr_t)constant, 4); break;
    case SIN_CALL_OVERLAPPING_INPUTS: call_with_two(overlapping); break;
    case SIN_CALL_CLAIMS_NON_SECURE:
      (void)tfm_psa_call_pack(VICTIM_PLAIN_HANDLE, PARAM_PACK(0, 1, 0) | NS_INVEC_BIT, five, NULL);
      break;
    case SIN_CALL_STATELESS_VERSION: (void)psa_call(VICTIM_PLAIN_HANDLE - 0x100, 0, NULL, 0, NULL, 0); break;
    case SIN_CALL_STATELESS_INDEX: (void)psa_call((psa_handle_t)0x4000011F, 0, NULL, 0, NULL, 0); break;
    case SIN_CALL_OWN_SERVICE: (void)psa_call(OWN_HANDLE, 0, NULL, 0, NULL, 0); break;
    case SIN_CALL_ACCUSED: (void)psa_call(VICTIM_PLAIN_HANDLE, 1, NULL, 0, NULL, 0); break;
    case SIN_CONNECT_UNKNOWN: (void)psa_connect(0x0000FA20, 1); break;
    case SIN_CONNECT_NO_DEPENDENCY: (void)psa_connect(VICTIM_ALOOF_SID, 1); break;
    case SIN_CONNECT_OWN_SERVICE: (void)psa_connect(OWN_SESSION_SID, 1); break;
    case SIN_CONNECT_STATELESS: (void)psa_connect(VICTIM_PLAIN_SID, 2); break;
    case SIN_CONNECT_STRICT_LOWER: (void)psa_connect(VICTIM_STRICT_SID, 1); break;
    case SIN_CONNECT_STRICT_HIGHER: (void)psa_connect(VICTIM_STRICT_SID, 3); break;
    case SIN_CONNECT_RELAXED_HIGHER: (void)psa_connect(VICTIM_RELAXED_SID, 3); break;
    case SIN_CLOSE_WRONG_HANDLE: psa_close(0x1234DEAD); break;
    case SIN_CLOSE_TWICE:
      handle = psa_connect(VICTIM_STRICT_SID, 2);
      psa_close(handle);
      psa_close(handle);
      break;
    case SIN_CLOSE_STATELESS: psa_close(VICTIM_PLAIN_HANDLE); break;
    case SIN_READ_NULL_HANDLE: (void)psa_read(PSA_NULL_HANDLE, 0, own, 1); break;
    case SIN_READ_WRONG_HANDLE: (void)psa_read(message + 0x100, 0, own, 1); break;
    case SIN_READ_FIFTH_VECTOR: (void)psa_read(message, PSA_MAX_IOVEC, own, 1); break;
    case SIN_READ_TO_NULL: (void)psa_read(message, 0, NULL, 1); break;
    case SIN_READ_TO_CODE: (void)psa_read(message, 0, code, 1); break;
    case SIN_READ_TO_WRAPPING: (void)psa_read(message, 0, own, SIZE_MAX); break;
    case SIN_READ_MORE_THAN_OWN: /* READ-7: all of num_bytes counts, not only what remains */
      (void)psa_read(message, 0, own, 0x40000000);
      break;
    case SIN_SKIP_NULL_HANDLE: (void)psa_skip(PSA_NULL_HANDLE, 0, 1); break;
    case SIN_SKIP_FIFTH_VECTOR: (void)psa_skip(message, PSA_MAX_IOVEC, 1); break;
    case SIN_WRITE_NULL_HANDLE: psa_write(PSA_NULL_HANDLE, 0, own, 1); break;
    case SIN_WRITE_FIFTH_VECTOR: psa_write(message, PSA_MAX_IOVEC, own, 1); break;
    case SIN_WRITE_FROM_NULL: psa_write(message, 0, NULL, 1); break;
    case SIN_WRITE_FROM_WRAPPING: psa_write(message, 0, own, SIZE_MAX); break;
    case SIN_WRITE_TOO_MUCH:
      psa_write(message, 0, own, 5);
      psa_write(message, 0, own, 4);
      break;
    case SIN_WRITE_TO_ABSENT: psa_write(message, 1, own, 1); break;
    case SIN_RHANDLE_NULL_HANDLE: psa_set_rhandle(PSA_NULL_HANDLE, NULL); break;
    case SIN_RHANDLE_STATELESS: psa_set_rhandle(message, NULL); break;
    case SIN_WAIT_NOTHING_OWN: (void)psa_wait(1u << 30, PSA_BLOCK); break;
    default: break;
  }
}

/* The rule to break at the next connect. An earlier request sets it, and its handle is kept. */
static int32_t while_connecting;
static psa_handle_t kept;

static psa_status_t answer_connect(psa_handle_t message) {
  switch (while_connecting) {
    case SIN_CONNECT_ANSWER: return PSA_ERROR_CONNECTION_REFUSED + 0x10;
    case SIN_READ_WHILE_CONNECTING: (void)psa_read(message, 0, own, 1); break;
    case SIN_SKIP_WHILE_CONNECTING: (void)psa_skip(message, 0, 1); break;
    case SIN_WRITE_BYTE_CONNECTING: psa_write(message, 0, own, 1); break;
    case SIN_WRITE_WHILE_CONNECTING: psa_write(message, 0, own, 0); break;
    default: break;
  }
  return PSA_SUCCESS;
}

/* Serves a request of the session with the handle of the earlier message, which is no longer valid. */
static psa_status_t answer_in_session(void) {
  if (while_connecting == SIN_READ_KEPT_HANDLE) {
    (void)psa_read(kept, 0, own, 1);
  }
  return PSA_SUCCESS;
}

static psa_status_t answer_request(int32_t sin, psa_handle_t message) {
  if (sin >= SIN_CONNECT_ANSWER && sin <= SIN_WRITE_WHILE_CONNECTING) {
    while_connecting = sin;
    kept = message;
  } else {
    commit(sin, message);
  }
  return PSA_SUCCESS;
}
