/* SPDX-License-Identifier: Apache-2.0 */

/* What travels between tfm_platform_*() and the service: the types of its requests. The vectors are listed as
 * input; output. */
#ifndef TFM_PLATFORM_DEFS_H
#define TFM_PLATFORM_DEFS_H

enum {
  TFM_PLATFORM_API_ID_NV_READ = 1010,      /* counter; value */
  TFM_PLATFORM_API_ID_NV_INCREMENT = 1011, /* counter; */
  TFM_PLATFORM_API_ID_SYSTEM_RESET = 1012,
  TFM_PLATFORM_API_ID_IOCTL = 1013,    /* request, what the client gave; what it asks for */
  TFM_PLATFORM_API_ID_LAST_RUN = 1100, /* ; a struct tfm_platform_last_run_t */
  TFM_PLATFORM_API_ID_COUNTERS = 1101  /* partition; a struct tfm_platform_counters_t */
};

#endif
