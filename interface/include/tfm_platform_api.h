/* SPDX-License-Identifier: Apache-2.0 */

/* The Platform service, under the names that TF-M's users know: doc/services.md. */
#ifndef TFM_PLATFORM_API_H
#define TFM_PLATFORM_API_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "psa/client.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TFM_PLATFORM_API_VERSION_MAJOR 0
#define TFM_PLATFORM_API_VERSION_MINOR 3

enum tfm_platform_err_t {
  TFM_PLATFORM_ERR_SUCCESS = 0,
  TFM_PLATFORM_ERR_SYSTEM_ERROR,
  TFM_PLATFORM_ERR_INVALID_PARAM,
  TFM_PLATFORM_ERR_NOT_SUPPORTED,
  TFM_PLATFORM_ERR_FORCE_INT_SIZE = INT_MAX
};

typedef int32_t tfm_platform_ioctl_req_t;

/* Restarts the system. It does not return, unless the service cannot be reached. */
enum tfm_platform_err_t tfm_platform_system_reset(void);

/* Asks for what the product's platform_ioctl() does. `input` and `output` may be NULL; `output->len` becomes the number
 * of bytes written. NOT_SUPPORTED: the product has no such request. INVALID_PARAM: the input is larger than
 * PLATFORM_SERVICE_INPUT_BUFFER_SIZE. */
enum tfm_platform_err_t tfm_platform_ioctl(tfm_platform_ioctl_req_t request, psa_invec* input, psa_outvec* output);

/* What ended the run before this one. The numbers are those of encoding/last_run.h. */
enum tfm_platform_end_t {
  TFM_PLATFORM_END_UNKNOWN = 0, /* no panic: the power, a reset pin, a watchdog, or the non-secure world itself */
  TFM_PLATFORM_END_REQUEST = 1, /* tfm_platform_system_reset() */
  TFM_PLATFORM_END_ERROR = 2,   /* a partition broke a rule of FF-M, or called psa_panic() */
  TFM_PLATFORM_END_FAULT = 3,   /* of a partition or of the non-secure world */
  TFM_PLATFORM_END_SPM = 4,     /* an invariant of the SPM did not hold */
};

struct tfm_platform_last_run_t {
  uint32_t end;      /* enum tfm_platform_end_t */
  int32_t partition; /* the id of the partition to blame; 0: none, or the SPM; -1: the non-secure world */
  uint32_t
      panics_in_a_row; /* that one included, if no call was answered between them; 0 with TFM_PLATFORM_END_UNKNOWN */
};

/* The same answer until the next reset. Without POSTERN_LAST_RUN: TFM_PLATFORM_ERR_NOT_SUPPORTED. */
enum tfm_platform_err_t tfm_platform_last_run(struct tfm_platform_last_run_t* run);

/* What the SPM has counted of a partition since boot. No counter wraps. */
struct tfm_platform_counters_t {
  uint64_t calls;    /* to its services, connects and closes too, that have ended */
  uint64_t refused;  /* of its own calls: those that the SPM answered with an error instead of a service */
  uint64_t restarts; /* after a panic, while the system ran on */
};

/* `partition`: the id of its manifest list; -1: the non-secure world. INVALID_PARAM: there is no such partition.
 * Without POSTERN_TELL_COUNTERS: TFM_PLATFORM_ERR_NOT_SUPPORTED. */
enum tfm_platform_err_t tfm_platform_counters(int32_t partition, struct tfm_platform_counters_t* counters);

/* Counters that only grow, and survive a reset. Each client has its own, from 0 to PLATFORM_NV_COUNTERS - 1; a new one
 * is 0. INVALID_PARAM: no such counter, or `size` is not 4. NOT_SUPPORTED: the image has no Internal Trusted Storage.
 * SYSTEM_ERROR: the storage failed or is full, or the counter cannot grow. */
enum tfm_platform_err_t tfm_platform_nv_counter_increment(uint32_t counter_id);
enum tfm_platform_err_t tfm_platform_nv_counter_read(uint32_t counter_id, uint32_t size, uint8_t* val);

#ifdef __cplusplus
}
#endif

#endif
