// SPDX-License-Identifier: Apache-2.0

/* SERVER_PARTITION: one service for each version policy, one for secure clients only, one that drops its connections.
 */
#include <stdlib.h>
#include <string.h>

#include "drivers.h"
#include "hosting.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/server_partition_psa.h"

static psa_status_t heap(void) {
  uint8_t* const half = malloc(HEAP_SIZE / 2);
  uint8_t* all;

  MUST(half != NULL);
  memset(half, 0x5A, HEAP_SIZE / 2);
  free(half);
  all = malloc(HEAP_SIZE);
  MUST(all != NULL);
  for (unsigned i = 0; i < HEAP_SIZE; i++) {
    MUST(all[i] == 0);
  }
  MUST(malloc(8) == NULL);
  free(all);
  return 0;
}

static psa_status_t regions(void) {
  volatile uint32_t* const word = (volatile uint32_t*)PLATFORM_SERVER_PARTITION_MMIO_START;
  *word = 0x87654321;
  MUST(*word == 0x87654321);
  *word = 0;
  return 0;
}

/* Copies all inputs, in pieces, to all outputs, and adds one to each byte. */
static psa_status_t copy_vectors(const psa_msg_t* msg) {
  uint8_t piece[24];

  for (uint32_t i = 0; i < PSA_MAX_IOVEC; i++) {
    size_t size;
    while ((size = psa_read(msg->handle, i, piece, sizeof piece)) != 0) {
      for (size_t k = 0; k < size; k++) {
        piece[k]++;
      }
      psa_write(msg->handle, i, piece, size);
    }
  }
  return PSA_SUCCESS;
}

static psa_status_t sin(const psa_msg_t* msg) {
  MUST(nvmem_write(NVMEM_SINNER, SERVER_PARTITION) == PSA_SUCCESS);
  if (msg->type == SIN_PANIC) {
    psa_panic();
  } else if (msg->type == SIN_REPLY_TWICE) {
    psa_reply(msg->handle, PSA_SUCCESS);
    psa_reply(msg->handle, PSA_SUCCESS);
  } else if (msg->type == SIN_FAULT) {
    *(volatile uint32_t*)0x6FFFFFF0 = 1; /* no device answers there */
  }
  return __LINE__;
}

static psa_status_t test(const psa_msg_t* msg) {
  switch (msg->type) {
    case RUN_NOTHING: return 0;
    case RUN_REGIONS: return regions();
    case RUN_HEAP: return heap();
    case RUN_VECTORS: return copy_vectors(msg);
    case RUN_PRINT: return print("# the server says this\n");
    default: return sin(msg);
  }
}

static psa_status_t answer(psa_signal_t signal, const psa_msg_t* msg) {
  if (msg->type < 0) {
    return PSA_SUCCESS;
  }
  switch (signal) {
    case SERVER_TEST_DISPATCHER_SIGNAL: return test(msg);
    case SERVER_CONNECTION_DROP_SIGNAL: return PSA_ERROR_PROGRAMMER_ERROR;
    case SERVER_SECURE_CONNECT_ONLY_SIGNAL: return msg->client_id > 0 ? PSA_SUCCESS : PSA_ERROR_NOT_PERMITTED;
    default: return copy_vectors(msg);
  }
}

void server_main(void) {
  psa_msg_t msg;

  for (;;) {
    const psa_signal_t signals = psa_wait(PSA_WAIT_ANY, PSA_BLOCK);
    const psa_signal_t signal = signals & (0u - signals);
    if (signal == PSA_DOORBELL) {
      psa_clear();
      (void)print("# the server was rung\n");
      continue;
    }
    if (psa_get(signal, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, answer(signal, &msg));
    }
  }
}
