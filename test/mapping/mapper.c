/* MAPPER: right and wrong uses of MM-IOVEC. Its client gives two vectors each way, of 8 and 4 bytes. */
#include <string.h>

#include "psa/service.h"
#include "psa_manifest/mapper.h"
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

/* Brings the vector into the state that is named by the last operation on it. */
static void prepare(psa_handle_t handle, int state) {
  if (state == UNMAP) {
    operate(handle, MAP);
  }
  if (state == UNMAP_OUT) {
    operate(handle, MAP_OUT);
  }
  operate(handle, state);
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
