/* SPDX-License-Identifier: Apache-2.0 */

/* Stories of tfm_platform_*(). */
#include <string.h>

#include "config_tfm.h"
#include "other_client.h"
#include "psa/client.h"
#include "psa/internal_trusted_storage.h"
#include "psa_manifest/sid.h"
#include "requests_of_product.h"
#include "services.h"
#include "tfm_platform_api.h"
#include "tfm_platform_defs.h"

static uint32_t value_of(uint32_t counter) {
  uint32_t value = UINT32_MAX;

  EXPECT_EQ(tfm_platform_nv_counter_read(counter, sizeof value, (uint8_t*)&value), TFM_PLATFORM_ERR_SUCCESS);
  return value;
}

static uint32_t value_of_other(uint32_t counter) {
  const psa_storage_uid_t wide = counter;
  const psa_invec in = {&wide, sizeof wide};
  uint32_t value = UINT32_MAX;
  psa_outvec out = {&value, sizeof value};

  EXPECT_EQ(psa_call(OTHER_CLIENT_HANDLE, OTHER_READ_COUNTER, &in, 1, &out, 1), TFM_PLATFORM_ERR_SUCCESS);
  return value;
}

STORY(a_counter_grows_by_one, "SLS-1") {
  const uint32_t before = value_of(0);
  const uint32_t last = value_of(PLATFORM_NV_COUNTERS - 1);

  for (uint32_t i = 1; i <= 50; i++) {
    EXPECT_EQ(tfm_platform_nv_counter_increment(0), TFM_PLATFORM_ERR_SUCCESS);
    EXPECT_EQ(value_of(0), before + i);
  }
  EXPECT_EQ(value_of(PLATFORM_NV_COUNTERS - 1), last);
}

STORY(each_client_has_its_own_counters, "CID-1") {
  const uint32_t mine = value_of(1);
  const uint32_t theirs = value_of_other(1);
  const psa_storage_uid_t one = 1;
  const psa_invec in = {&one, sizeof one};

  EXPECT_EQ(psa_call(OTHER_CLIENT_HANDLE, OTHER_INCREMENT, &in, 1, NULL, 0), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(value_of(1), mine);
  EXPECT_EQ(value_of_other(1), theirs + 1);
  EXPECT_EQ(tfm_platform_nv_counter_increment(1), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(value_of(1), mine + 1);
  EXPECT_EQ(value_of_other(1), theirs + 1);
}

STORY(a_counter_that_does_not_exist_is_refused, "SLS-1") {
  uint32_t value = 5;
  uint8_t* const bytes = (uint8_t*)&value;

  EXPECT_EQ(tfm_platform_nv_counter_read(PLATFORM_NV_COUNTERS, sizeof value, bytes), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(tfm_platform_nv_counter_read(UINT32_MAX, sizeof value, bytes), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(tfm_platform_nv_counter_increment(PLATFORM_NV_COUNTERS), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(tfm_platform_nv_counter_read(0, sizeof value - 1, bytes), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(tfm_platform_nv_counter_read(0, 0, bytes), TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(value, 5);
}

STORY(requests_of_the_product_reach_its_function, "SLS-1") {
  uint8_t data[PLATFORM_SERVICE_INPUT_BUFFER_SIZE + 1] = "reverse";
  uint8_t answer[PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE] = {0};
  psa_invec in = {data, 7};
  psa_outvec out = {answer, sizeof answer};

  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_REVERSE, &in, &out), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(out.len, 7);
  EXPECT_EQ(memcmp(answer, "esrever", 7), 0);
  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_REVERSE, NULL, NULL), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_NOTHING + 1, &in, &out), TFM_PLATFORM_ERR_NOT_SUPPORTED);
  in.len = PLATFORM_SERVICE_INPUT_BUFFER_SIZE;
  out = (psa_outvec){answer, 3};
  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_REVERSE, &in, &out), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(out.len, 3);
  in.len = sizeof data;
  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_REVERSE, &in, &out), TFM_PLATFORM_ERR_INVALID_PARAM);
}

/* The service answers with no bytes of another request. */
STORY(what_a_request_of_the_product_does_not_write_is_zero, "SLS-1") {
  static const uint8_t zeros[PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE];
  uint8_t answer[PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE];
  psa_outvec out = {answer, sizeof answer};

  memset(answer, 1, sizeof answer);
  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_REVERSE, &(psa_invec){answer, sizeof answer}, &out), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(tfm_platform_ioctl(PRODUCT_NOTHING, NULL, &out), TFM_PLATFORM_ERR_SUCCESS);
  EXPECT_EQ(memcmp(answer, zeros, out.len), 0);
}

/* A client that speaks to the service without its functions. */
STORY(a_request_of_the_platform_is_measured, "SLS-1") {
  uint32_t words[2] = {0, 0};
  psa_invec in = {words, sizeof words};

  EXPECT_EQ(psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_NV_READ, &in, 1, NULL, 0),
            TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_NV_INCREMENT, NULL, 0, NULL, 0),
            TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(psa_call(TFM_PLATFORM_SERVICE_HANDLE, TFM_PLATFORM_API_ID_IOCTL, &in, 1, NULL, 0),
            TFM_PLATFORM_ERR_INVALID_PARAM);
  EXPECT_EQ(psa_call(TFM_PLATFORM_SERVICE_HANDLE, 7, &in, 1, NULL, 0), TFM_PLATFORM_ERR_NOT_SUPPORTED);
  struct tfm_platform_last_run_t run = {0};
  EXPECT_EQ(tfm_platform_last_run(&run), TFM_PLATFORM_ERR_NOT_SUPPORTED); /* without POSTERN_LAST_RUN */
  struct tfm_platform_counters_t counters;
  EXPECT_EQ(tfm_platform_counters(-1, &counters), TFM_PLATFORM_ERR_NOT_SUPPORTED); /* nor POSTERN_TELL_COUNTERS */
}

static const struct story stories[] = {
    TOLD(a_counter_grows_by_one),
    TOLD(each_client_has_its_own_counters),
    TOLD(a_counter_that_does_not_exist_is_refused),
    TOLD(requests_of_the_product_reach_its_function),
    TOLD(what_a_request_of_the_product_does_not_write_is_zero),
    TOLD(a_request_of_the_platform_is_measured),
};
const struct chapter of_platform = CHAPTER(stories);
