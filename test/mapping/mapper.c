// SPDX-License-Identifier: Apache-2.0

/* MAPPER: right and wrong uses of MM-IOVEC. Its client passes two vectors each way, of 8 and 4 bytes. */
#include <string.h>

#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/mapper.h"
#include "psa_manifest/sid.h"
#include "requests.h"

static uint8_t own[8];

static void operate(psa_handle_t handle, int operation) {
  switch (operation) {
    case READ: (void)psa_read(handle, 0, own, 1); break;
    case READ_NOTHING: (void)psa_read(handle, 0, own, 0); break;
    case SKIP: (void)psa_skip(handle, 0, 1); break;
    case WRITE: psa_write(handle, 0, own, 1); break;
    case WRITE_NOTHING: psa_write(handle, 0, own, 0); break;
    case MAP: (void)psa_map_invec(handle, 0); break;
    case UNMAP: psa_unmap_invec(handle, 0); break;
    case MAP_OUT: (void)psa_map_outvec(handle, 0); break;
    case UNMAP_OUT: psa_unmap_outvec(handle, 0, 1); break;
    case UNMAP_OUT_TOO_LONG: psa_unmap_outvec(handle, 0, 9); break;
    case MAP_FIFTH: (void)psa_map_invec(handle, PSA_MAX_IOVEC); break;
    case MAP_FIFTH_OUT: (void)psa_map_outvec(handle, PSA_MAX_IOVEC); break;
    case MAP_EMPTY: (void)psa_map_invec(handle, 3); break;
    case MAP_EMPTY_OUT: (void)psa_map_outvec(handle, 3); break;
    case MAP_WRONG_HANDLE: (void)psa_map_invec(handle + 0x100, 0); break;
    case UNMAP_FIFTH: psa_unmap_invec(handle, PSA_MAX_IOVEC); break;
    case UNMAP_FIFTH_OUT: psa_unmap_outvec(handle, PSA_MAX_IOVEC, 0); break;
    default: break;
  }
}

/* Brings the vector into the state after the operation `state`. */
static void prepare(psa_handle_t handle, int state) {
  if (state == UNMAP) {
    operate(handle, MAP);
  }
  if (state == UNMAP_OUT) {
    operate(handle, MAP_OUT);
  }
  operate(handle, state);
}

/* Uses bytes of the vectors in turn: with fewer MPU slots than vectors, their regions are loaded again and again. */
static void map_four(const psa_msg_t* msg) {
  const uint8_t* const in[2] = {psa_map_invec(msg->handle, 0), psa_map_invec(msg->handle, 1)};
  uint8_t* const out[2] = {psa_map_outvec(msg->handle, 0), psa_map_outvec(msg->handle, 1)};

  for (unsigned v = 0; v < 2; v++) {
    for (size_t i = 0; i < msg->out_size[v]; i++) {
      out[v][i] = (uint8_t)(in[0][i % msg->in_size[0]] + in[1][i % msg->in_size[1]] + v);
    }
  }
  for (unsigned v = 0; v < 2; v++) {
    psa_unmap_outvec(msg->handle, v, msg->out_size[v]);
    psa_unmap_invec(msg->handle, v);
  }
}

static psa_status_t ask_root(int32_t type, const uint8_t* from, uint8_t* to, size_t size) {
  const psa_invec in = {from, size};
  psa_outvec out = {to, size};
  const psa_status_t status = psa_call(ROOT_HANDLE, type, &in, 1, &out, 1);
  return status == PSA_SUCCESS && out.len != size ? PSA_ERROR_GENERIC_ERROR : status;
}

/* The last byte is written after the calls. */
static psa_status_t map_across_calls(const psa_msg_t* msg) {
  static const uint8_t word[4] = {1, 2, 3, 4};
  const size_t last = msg->in_size[0] - 1;
  const uint8_t* const in = psa_map_invec(msg->handle, 0);
  uint8_t* const out = psa_map_outvec(msg->handle, 0);
  psa_status_t status = PSA_SUCCESS;

  for (size_t i = 0; i < last && status == PSA_SUCCESS; i++) {
    out[i] = in[i];
    status = ask_root(i % 2 == 0 ? ROOT_COPIES : ROOT_MAPS, word, own, sizeof word);
  }
  out[last] = in[last];
  psa_unmap_outvec(msg->handle, 0, last + 1);
  return status;
}

static psa_status_t pass_on(const psa_msg_t* msg, int32_t how) {
  const uint8_t* const in = psa_map_invec(msg->handle, 0);
  uint8_t* const out = psa_map_outvec(msg->handle, 0);
  const psa_status_t status = ask_root(how, in, out, msg->in_size[0]);
  psa_unmap_outvec(msg->handle, 0, msg->in_size[0]);
  return status;
}

/* The kernel writes while the input is mapped and has been accessed. */
static psa_status_t map_and_copy_both(const psa_msg_t* msg) {
  const uint8_t* const in = psa_map_invec(msg->handle, 0);

  for (size_t i = 0; i < msg->out_size[0]; i++) {
    const uint8_t byte = (uint8_t)(in[i] + 1);
    psa_write(msg->handle, 0, &byte, 1);
  }
  return in[0] == 1 ? PSA_SUCCESS : PSA_ERROR_GENERIC_ERROR;
}

static psa_status_t map_in_place(const psa_msg_t* msg) {
  const uint8_t* const in = psa_map_invec(msg->handle, 0);
  uint8_t* const out = psa_map_outvec(msg->handle, 0);

  for (size_t i = 0; i < msg->in_size[0]; i++) {
    out[i] = (uint8_t)(in[i] + 1);
  }
  psa_unmap_outvec(msg->handle, 0, msg->in_size[0]);
  return in[0] == out[0] ? PSA_SUCCESS : PSA_ERROR_GENERIC_ERROR;
}

/* The two regions are never loaded together. */
static psa_status_t map_overlapping(const psa_msg_t* msg) {
  const uint8_t* const in = psa_map_invec(msg->handle, 0);
  uint8_t* const out = psa_map_outvec(msg->handle, 0);

  for (size_t i = 0; i < msg->out_size[0]; i++) {
    out[i] = (uint8_t)(in[i] + in[msg->in_size[0] - 1 - i]);
  }
  psa_unmap_outvec(msg->handle, 0, msg->out_size[0]);
  return PSA_SUCCESS;
}

static psa_status_t serve(const psa_msg_t* msg) {
  const psa_handle_t handle = msg->handle;
  const uint8_t* in;
  uint8_t* out;

  switch (msg->type) {
    case MAP_AND_COPY:
      in = psa_map_invec(handle, 0);
      out = psa_map_outvec(handle, 0);
      memcpy(out, in, msg->in_size[0]);
      psa_unmap_invec(handle, 0);
      psa_unmap_outvec(handle, 0, msg->in_size[0]);
      return PSA_SUCCESS;
    case MAP_AND_FORGET:
      (void)psa_map_invec(handle, 0);
      out = psa_map_outvec(handle, 0);
      out[0] = 0x55;
      return PSA_SUCCESS;
    case MAP_PARTLY:
      out = psa_map_outvec(handle, 0);
      memcpy(out, "abc", 3);
      psa_unmap_outvec(handle, 0, 3);
      psa_write(handle, 1, "de", 2);
      (void)psa_read(handle, 1, own, 2);
      in = psa_map_invec(handle, 0);
      return in[0] == 1 ? PSA_SUCCESS : PSA_ERROR_GENERIC_ERROR;
    case MAP_NOT_AT_ALL: return PSA_SUCCESS;
    case MAP_FOUR: map_four(msg); return PSA_SUCCESS;
    case MAP_ACROSS_CALLS: return map_across_calls(msg);
    case PASS_ON: return pass_on(msg, ROOT_COPIES);
    case PASS_ON_TO_MAPPER: return pass_on(msg, ROOT_MAPS);
    case MAP_AND_COPY_BOTH: return map_and_copy_both(msg);
    case MAP_IN_PLACE: return map_in_place(msg);
    case MAP_OVERLAPPING: return map_overlapping(msg);
    default: break;
  }
  if (msg->type >= FIRST_SIN) {
    prepare(handle, (msg->type - FIRST_SIN) / OPERATIONS);
    operate(handle, (msg->type - FIRST_SIN) % OPERATIONS);
  }
  return PSA_SUCCESS;
}

psa_status_t mapper_sfn(const psa_msg_t* msg) { return serve(msg); }
psa_status_t mapper_session_sfn(const psa_msg_t* msg) { return msg->type >= 0 ? serve(msg) : PSA_SUCCESS; }
psa_status_t copier_sfn(const psa_msg_t* msg) { return serve(msg); }
