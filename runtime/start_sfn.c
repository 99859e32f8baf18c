// SPDX-License-Identifier: Apache-2.0

/* The loop of an SFN-model partition on the IPC backend: one trap answers a message and brings the next one. */
#include <stdint.h>

#include "psa/service.h"
#include "trap.h"
#include "trap_numbers.h"

/* From the manifest: storage.c. The kernel writes the message before the trap returns. */
extern psa_msg_t postern_message;
extern psa_status_t (*const postern_functions[])(const psa_msg_t*);
extern psa_status_t (*const postern_init)(void);

void postern_plain_start(void);

void postern_plain_start(void) {
  /* The first answer is the result of the init function: no message is being served yet (SFN-10). */
  psa_status_t status = postern_init != 0 ? postern_init() : PSA_SUCCESS;
  for (;;) {
    const uintptr_t ordinal = postern_trap1(POSTERN_TRAP_REPLY_AND_RECEIVE, (uintptr_t)status);
    status = postern_functions[ordinal](&postern_message);
  }
}
