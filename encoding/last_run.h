// SPDX-License-Identifier: Apache-2.0

/* What ended the last run, as the kernel leaves it in the memory of the Platform service (POSTERN_LAST_RUN): so many
 * words. Nothing else of the panic record leaves the kernel. The values of LAST_RUN_END are those of
 * interface/include/tfm_platform_api.h. */
#ifndef POSTERN_LAST_RUN_H
#define POSTERN_LAST_RUN_H

enum { LAST_RUN_END, LAST_RUN_PARTITION, LAST_RUN_IN_A_ROW, LAST_RUN_WORDS };

enum {
  LAST_RUN_UNKNOWN,
  LAST_RUN_PSA_PANIC, /* the Platform service makes of it whether a reset was asked for */
  LAST_RUN_ERROR,
  LAST_RUN_FAULT,
  LAST_RUN_SPM,
};

#endif
