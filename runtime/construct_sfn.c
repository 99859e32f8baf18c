// SPDX-License-Identifier: Apache-2.0

/* The init function of a partition that has constructors: `postern link script` puts it in front of the manifest's. */
#include "construct.h"
#include "psa/error.h"

/* From the manifest: storage.c. */
extern psa_status_t (*const postern_plain_init)(void);

static psa_status_t construct_and_init(void) {
  postern_construct();
  return postern_plain_init != 0 ? postern_plain_init() : PSA_SUCCESS;
}

extern psa_status_t (*const postern_constructed_init)(void);
psa_status_t (*const postern_constructed_init)(void) = construct_and_init;
