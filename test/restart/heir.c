// SPDX-License-Identifier: Apache-2.0

/* A service of MORTAL that lives on: it counts MORTAL's connections. */
#include <stdint.h>

#include "psa/service.h"
#include "psa_manifest/heir.h"
#include "requests.h"
#include "source.h"

enum { MORTALS_FAST_LINE = 22 };

static int32_t open_connections;
static int32_t wrote;

/* MORTAL dies while it waits for this answer. Its buffer is still there. */
static psa_status_t interrupt_client(const psa_msg_t* message) {
  const uint32_t word = 0x11111111;

  wrote = 0;
  raise_source(MORTALS_FAST_LINE);
  psa_write(message->handle, 0, &word, sizeof word);
  wrote = 1;
  return PSA_SUCCESS;
}

psa_status_t heir_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case HEIR_OPEN: return open_connections;
    case HEIR_ACCUSE: return PSA_ERROR_PROGRAMMER_ERROR;
    case HEIR_INTERRUPT: return interrupt_client(message);
    case HEIR_WROTE: return wrote;
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

psa_status_t heir_session_sfn(const psa_msg_t* message) {
  if (message->type == PSA_IPC_CONNECT) {
    open_connections++;
  } else if (message->type == PSA_IPC_DISCONNECT) {
    open_connections--;
  }
  return PSA_SUCCESS;
}
