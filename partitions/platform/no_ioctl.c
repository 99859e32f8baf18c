/* SPDX-License-Identifier: Apache-2.0 */

/* A product without requests of its own. */
#include "platform_ioctl.h"

enum tfm_platform_err_t platform_ioctl(int32_t client, tfm_platform_ioctl_req_t request, const void* input,
                                       size_t input_size, void* output, size_t* output_size) {
  (void)client, (void)request, (void)input, (void)input_size, (void)output;
  *output_size = 0;
  return TFM_PLATFORM_ERR_NOT_SUPPORTED;
}
