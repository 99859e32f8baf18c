/* SPDX-License-Identifier: Apache-2.0 */

/* The product's part of the Platform service. */
#include "platform_ioctl.h"
#include "requests_of_product.h"

enum tfm_platform_err_t platform_ioctl(int32_t client, tfm_platform_ioctl_req_t request, const void* input,
                                       size_t input_size, void* output, size_t* output_size) {
  const uint8_t* const from = input;
  uint8_t* const to = output;

  if (request == PRODUCT_NOTHING) {
    return TFM_PLATFORM_ERR_SUCCESS;
  }
  if (client == 0 || request != PRODUCT_REVERSE) {
    return TFM_PLATFORM_ERR_NOT_SUPPORTED;
  }
  *output_size = input_size < *output_size ? input_size : *output_size;
  for (size_t i = 0; i < *output_size; i++) {
    to[i] = from[input_size - 1 - i];
  }
  return TFM_PLATFORM_ERR_SUCCESS;
}
