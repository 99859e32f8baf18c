// SPDX-License-Identifier: Apache-2.0

/* CLIENT_PARTITION: does what a secure client may and may not do, as the non-secure program asks. */
#include <string.h>

#include "drivers.h"
#include "hosting.h"
#include "psa/service.h"
#include "psa_manifest/client_partition_psa.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"

static psa_status_t connect_and_close(uint32_t sid, uint32_t version) {
  const psa_handle_t handle = psa_connect(sid, version);
  psa_close(handle);
  return PSA_HANDLE_IS_VALID(handle) ? PSA_SUCCESS : handle;
}

static psa_status_t versions(void) {
  MUST(psa_framework_version() == PSA_FRAMEWORK_VERSION);
  MUST(psa_version(SERVER_UNSPECIFIED_VERSION_SID) == 1);
  MUST(psa_version(SERVER_STRICT_VERSION_SID) == 2);
  MUST(psa_version(SERVER_RELAX_VERSION_SID) == 2);
  MUST(psa_version(SERVER_SECURE_CONNECT_ONLY_SID) == 2);
  MUST(psa_version(DRIVER_TEST_SID) == 1);
  MUST(psa_version(SERVER_UNEXTERN_SID) == PSA_VERSION_NONE); /* not a dependency */
  MUST(psa_version(0x0000FA20) == PSA_VERSION_NONE);
  MUST(connect_and_close(SERVER_UNSPECIFIED_VERSION_SID, 1) == PSA_SUCCESS);
  MUST(connect_and_close(SERVER_STRICT_VERSION_SID, 2) == PSA_SUCCESS);
  MUST(connect_and_close(SERVER_RELAX_VERSION_SID, 1) == PSA_SUCCESS);
  MUST(connect_and_close(SERVER_RELAX_VERSION_SID, 2) == PSA_SUCCESS);
  return 0;
}

static psa_status_t secure_only(void) {
  return request(SERVER_SECURE_CONNECT_ONLY_SID, SERVER_SECURE_CONNECT_ONLY_VERSION, 1, NULL, 0, NULL, 0);
}

/* The largest number of vectors; the stack of this partition has 0x400 bytes. */
static psa_status_t vectors(void) {
  uint8_t from[2][60];
  uint8_t to[2][60];
  psa_invec in[2];
  psa_outvec out[2];

  for (unsigned i = 0; i < 2; i++) {
    memset(from[i], (int)(0x10 * i), sizeof from[i]);
    memset(to[i], 0, sizeof to[i]);
    in[i] = (psa_invec){from[i], sizeof from[i]};
    out[i] = (psa_outvec){to[i], sizeof to[i]};
  }
  MUST(request(SERVER_TEST_DISPATCHER_SID, 1, RUN_VECTORS, in, 2, out, 2) == PSA_SUCCESS);
  for (unsigned i = 0; i < 2; i++) {
    MUST(out[i].len == sizeof to[i]);
    MUST(to[i][0] == 0x10 * i + 1 && to[i][59] == 0x10 * i + 1);
  }
  return 0;
}

/* This partition calls the server, which calls the driver, while the non-secure world waits for this one. */
static psa_status_t nested(void) {
  uint32_t word = 0;

  MUST(request(SERVER_TEST_DISPATCHER_SID, 1, RUN_PRINT, NULL, 0, NULL, 0) == PSA_SUCCESS);
  MUST(nvmem_write(NVMEM_LAST, 0x00C0FFEE) == PSA_SUCCESS);
  MUST(nvmem_read(NVMEM_LAST, &word) == PSA_SUCCESS);
  MUST(word == 0x00C0FFEE);
  return nvmem_write(NVMEM_LAST, NVMEM_ERASED);
}

/* The driver notifies this partition; the signal is not lost while the driver's reply is on its way. */
static psa_status_t doorbell(void) {
  MUST(psa_wait(PSA_DOORBELL, PSA_POLL) == 0);
  MUST(request(DRIVER_TEST_SID, 1, RUN_RING_BACK, NULL, 0, NULL, 0) == PSA_SUCCESS);
  MUST(psa_wait(PSA_DOORBELL, PSA_BLOCK) == PSA_DOORBELL);
  psa_clear();
  MUST(psa_wait(PSA_DOORBELL, PSA_POLL) == 0);
  return 0;
}

/* Several connections at a time, besides the non-secure world's connection to this partition. */
static psa_status_t connections(void) {
  const uint32_t sids[4] = {SERVER_TEST_DISPATCHER_SID, SERVER_RELAX_VERSION_SID, DRIVER_TEST_SID, DRIVER_NVMEM_SID};
  psa_handle_t handles[4];

  for (unsigned i = 0; i < 4; i++) {
    handles[i] = psa_connect(sids[i], 1);
    MUST(PSA_HANDLE_IS_VALID(handles[i]));
  }
  MUST(psa_call(handles[0], RUN_NOTHING, NULL, 0, NULL, 0) == PSA_SUCCESS);
  MUST(psa_call(handles[2], RUN_NOTHING, NULL, 0, NULL, 0) == PSA_SUCCESS);
  for (unsigned i = 0; i < 4; i++) {
    psa_close(handles[i]);
  }
  return 0;
}

static psa_status_t sin(int32_t type) {
  MUST(nvmem_write(NVMEM_SINNER, CLIENT_PARTITION) == PSA_SUCCESS);
  switch (type) {
    case SIN_PANIC: psa_panic();
    case SIN_CONNECT_STRICT: (void)psa_connect(SERVER_STRICT_VERSION_SID, 3); break;
    case SIN_CONNECT_UNKNOWN: (void)psa_connect(0x0000FA20, 1); break;
    case SIN_CONNECT_NO_DEPENDENCY: (void)psa_connect(SERVER_UNEXTERN_SID, 2); break;
    case SIN_NOTIFY_UNKNOWN: psa_notify(200); break;
    case SIN_DROPPED: (void)request(SERVER_CONNECTION_DROP_SID, 2, 1, NULL, 0, NULL, 0); break;
    case SIN_TOUCH_SERVER: *(volatile uint32_t*)PLATFORM_SERVER_PARTITION_MMIO_START = 1; break;
    case SIN_TOUCH_DRIVER: *(volatile uint32_t*)PLATFORM_DRIVER_PARTITION_MMIO_START = 1; break;
    case SIN_HANG:
      for (;;) {
      }
    default: break;
  }
  return __LINE__;
}

static psa_status_t run(int32_t type) {
  switch (type) {
    case RUN_NOTHING: return 0;
    case RUN_VERSIONS: return versions();
    case RUN_SECURE_ONLY: return secure_only();
    case RUN_VECTORS: return vectors();
    case RUN_NESTED: return nested();
    case RUN_DOORBELL: return doorbell();
    case RUN_QUEUE: return request(DRIVER_TEST_SID, 1, RUN_QUEUE, NULL, 0, NULL, 0);
    case RUN_CONNECTIONS: return connections();
    case RUN_PRINT: return print("# the client says this\n");
    default: return sin(type);
  }
}

void client_main(void) {
  psa_msg_t msg;

  for (;;) {
    (void)psa_wait(CLIENT_TEST_DISPATCHER_SIGNAL, PSA_BLOCK);
    if (psa_get(CLIENT_TEST_DISPATCHER_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, msg.type < 0 ? PSA_SUCCESS : run(msg.type));
    }
  }
}
