/* SPDX-License-Identifier: Apache-2.0 */

/* The Platform service: the requests of tfm_platform_*(). Every vector is measured before it is read. */
#include "config_tfm.h"
#include "counters.h"
#include "encoding/counters.h"
#include "encoding/last_run.h"
#include "platform_ioctl.h"
#include "psa/service.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/tfm_platform.h"
#include "tfm_platform_defs.h"

enum { FIRST, SECOND };

static psa_status_t of_counter(const psa_msg_t* message) {
  uint32_t counter;
  uint32_t value;

  if (message->in_size[FIRST] != sizeof counter) {
    return TFM_PLATFORM_ERR_INVALID_PARAM;
  }
  psa_read(message->handle, FIRST, &counter, sizeof counter);
  if (message->type == TFM_PLATFORM_API_ID_NV_INCREMENT) {
    return (psa_status_t)increment_counter(message->client_id, counter);
  }
  if (message->out_size[FIRST] != sizeof value) {
    return TFM_PLATFORM_ERR_INVALID_PARAM;
  }
  const enum tfm_platform_err_t status = read_counter(message->client_id, counter, &value);
  if (status == TFM_PLATFORM_ERR_SUCCESS) {
    psa_write(message->handle, FIRST, &value, sizeof value);
  }
  return (psa_status_t)status;
}

static psa_status_t ioctl(const psa_msg_t* message) {
  uint8_t input[PLATFORM_SERVICE_INPUT_BUFFER_SIZE];
  uint8_t output[PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE] = {0}; /* a client gets nothing that a request has not written */
  tfm_platform_ioctl_req_t request;
  size_t size = message->out_size[FIRST] < sizeof output ? message->out_size[FIRST] : sizeof output;
  const size_t room = size;

  if (message->in_size[FIRST] != sizeof request || message->in_size[SECOND] > sizeof input) {
    return TFM_PLATFORM_ERR_INVALID_PARAM;
  }
  psa_read(message->handle, FIRST, &request, sizeof request);
  psa_read(message->handle, SECOND, input, message->in_size[SECOND]);
  const enum tfm_platform_err_t status =
      platform_ioctl(message->client_id, request, input, message->in_size[SECOND], output, &size);
  if (status == TFM_PLATFORM_ERR_SUCCESS) {
    psa_write(message->handle, FIRST, output, size < room ? size : room);
  }
  return (psa_status_t)status;
}

#ifdef TFM_SP_PLATFORM_CONFIG_LAST_RUN

extern const unsigned postern_last_run[LAST_RUN_WORDS]; /* the kernel writes it at boot */

/* A psa_panic() of this partition is a reset that a client asked for. */
static psa_status_t last_run(const psa_msg_t* message) {
  struct tfm_platform_last_run_t run = {postern_last_run[LAST_RUN_END], (int32_t)postern_last_run[LAST_RUN_PARTITION],
                                        postern_last_run[LAST_RUN_IN_A_ROW]};

  if (message->out_size[FIRST] != sizeof run) {
    return TFM_PLATFORM_ERR_INVALID_PARAM;
  }
  if (run.end == LAST_RUN_PSA_PANIC && run.partition != TFM_SP_PLATFORM) {
    run.end = LAST_RUN_ERROR;
  }
  psa_write(message->handle, FIRST, &run, sizeof run);
  return TFM_PLATFORM_ERR_SUCCESS;
}

#endif

#ifdef TFM_SP_PLATFORM_CONFIG_COUNTERS

extern struct postern_counters spm_counters[TFM_SP_PLATFORM_CONFIG_COUNTERS]; /* the kernel adds to them */

/* The kernel can add to a counter while it is read. So the counters are read twice, until both times they are the same.
 * The call in between keeps the compiler from reading them once. */
static struct postern_counters settled(psa_handle_t message, const struct postern_counters* counters) {
  struct postern_counters copy;

  do {
    copy = *counters;
    (void)psa_skip(message, FIRST, 0);
  } while (copy.calls != counters->calls || copy.refused != counters->refused);
  return copy;
}

static psa_status_t tell_counters(const psa_msg_t* message) {
  struct tfm_platform_counters_t told;
  int32_t partition;

  if (message->in_size[FIRST] != sizeof partition || message->out_size[FIRST] != sizeof told) {
    return TFM_PLATFORM_ERR_INVALID_PARAM;
  }
  psa_read(message->handle, FIRST, &partition, sizeof partition);
  for (unsigned i = 0; i < TFM_SP_PLATFORM_CONFIG_COUNTERS; i++) {
    if (spm_counters[i].id == partition) {
      const struct postern_counters counters = settled(message->handle, &spm_counters[i]);
      told.calls = counters.calls;
      told.refused = counters.refused;
      told.restarts = counters.restarts;
      psa_write(message->handle, FIRST, &told, sizeof told);
      return TFM_PLATFORM_ERR_SUCCESS;
    }
  }
  return TFM_PLATFORM_ERR_INVALID_PARAM;
}

#endif

psa_status_t tfm_platform_service_sfn(const psa_msg_t* message) {
  switch (message->type) {
    case TFM_PLATFORM_API_ID_NV_READ:
    case TFM_PLATFORM_API_ID_NV_INCREMENT: return of_counter(message);
    case TFM_PLATFORM_API_ID_SYSTEM_RESET: psa_panic(); /* what a partition can do to restart the system */
    case TFM_PLATFORM_API_ID_IOCTL: return ioctl(message);
#ifdef TFM_SP_PLATFORM_CONFIG_LAST_RUN
    case TFM_PLATFORM_API_ID_LAST_RUN: return last_run(message);
#endif
#ifdef TFM_SP_PLATFORM_CONFIG_COUNTERS
    case TFM_PLATFORM_API_ID_COUNTERS: return tell_counters(message);
#endif
    default: return TFM_PLATFORM_ERR_NOT_SUPPORTED;
  }
}
