/* SPDX-License-Identifier: Apache-2.0 */

/* What a product adds to the Platform service: a source file with this function, in PLATFORM_SERVICE_IOCTL. */
#ifndef PLATFORM_IOCTL_H
#define PLATFORM_IOCTL_H

#include <stddef.h>
#include <stdint.h>

#include "tfm_platform_api.h"

/* Any client may ask, so what a request lets it do is decided here, by `client`. Input and output are copies in the
 * service's memory. `output_size` is what the client has room for, PLATFORM_SERVICE_OUTPUT_BUFFER_SIZE at most; set it
 * to what was written. */
enum tfm_platform_err_t platform_ioctl(int32_t client, tfm_platform_ioctl_req_t request, const void* input,
                                       size_t input_size, void* output, size_t* output_size);

#endif
