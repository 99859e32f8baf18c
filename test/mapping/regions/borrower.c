// SPDX-License-Identifier: Apache-2.0

/* BORROWER: maps its client's vectors, and makes a forbidden access at a given moment. */
#include <stdbool.h>

#include "lending.h"
#include "psa/client.h"
#include "psa/service.h"
#include "psa_manifest/borrower.h"
#include "psa_manifest/sid.h"

static volatile uint32_t* const devices[] = {(volatile uint32_t*)0x30000000u, (volatile uint32_t*)0x30000100u,
                                             (volatile uint32_t*)0x30000200u};
enum { DEVICES = sizeof devices / sizeof devices[0] };

static psa_status_t make(const struct task* task) {
  const psa_invec in = {&task->attempt, sizeof task->attempt};

  if (task->who == OF_SPY) {
    return psa_call(SPY_HANDLE, TRY, &in, 1, NULL, 0);
  }
  (void)use(&task->attempt);
  return PSA_SUCCESS;
}

/* Accesses both, so that their regions are loaded if possible. */
static void map_both(const psa_msg_t* msg) {
  const volatile uint8_t* const input = psa_map_invec(msg->handle, 1);
  volatile uint8_t* const output = psa_map_outvec(msg->handle, 0);
  output[0] = input[0];
}

static void unmap_both(const psa_msg_t* msg) {
  psa_unmap_invec(msg->handle, 1);
  psa_unmap_outvec(msg->handle, 0, msg->out_size[0]);
}

static psa_status_t attempt(const psa_msg_t* msg, const struct task* task) {
  psa_status_t status = PSA_SUCCESS;

  if (task->moment == BEFORE) {
    status = make(task);
  }
  map_both(msg);
  if (task->moment == WHILE) {
    status = make(task);
  }
  if (task->moment == REPLIED) {
    return status;
  }
  unmap_both(msg);
  if (task->moment == AFTER) {
    status = make(task);
  }
  return status;
}

static psa_status_t copy(const psa_msg_t* msg) {
  const uint8_t* const input = psa_map_invec(msg->handle, 1);
  uint8_t* const output = psa_map_outvec(msg->handle, 0);
  bool right = true;

  for (size_t i = 0; i < msg->out_size[0]; i++) {
    *devices[i % DEVICES] = (uint32_t)i;
    output[i] = input[i];
    right &= *devices[i % DEVICES] == i;
  }
  unmap_both(msg);
  return right ? PSA_SUCCESS : PSA_ERROR_GENERIC_ERROR;
}

static psa_status_t serve(const psa_msg_t* msg, struct task* task) {
  if (psa_read(msg->handle, 0, task, sizeof *task) != sizeof *task) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  switch (msg->type) {
    case ATTEMPT: return attempt(msg, task);
    case COPY: return copy(msg);
    default: return PSA_ERROR_NOT_SUPPORTED;
  }
}

void borrower_main(void) {
  psa_msg_t msg;
  struct task task;

  for (;;) {
    (void)psa_wait(BORROWER_SIGNAL, PSA_BLOCK);
    if (psa_get(BORROWER_SIGNAL, &msg) == PSA_SUCCESS) {
      task.moment = MOMENTS;
      psa_reply(msg.handle, serve(&msg, &task));
      if (task.moment == REPLIED) { /* its client has not run yet */
        (void)make(&task);
      }
    }
  }
}
