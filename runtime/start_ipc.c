// SPDX-License-Identifier: Apache-2.0

/* The first function of an IPC-model partition's thread: the entry of its descriptor. */
#include "psa/service.h"

/* From the manifest: storage.c. */
extern void (*const postern_entry)(void);

void postern_plain_start(void);

void postern_plain_start(void) {
  postern_entry();
  psa_panic(); /* its main loop must not end */
}
