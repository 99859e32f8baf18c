/* SPDX-License-Identifier: Apache-2.0 */

/* The counters of each client. */
#ifndef COUNTERS_H
#define COUNTERS_H

#include <stdint.h>

#include "tfm_platform_api.h"

enum tfm_platform_err_t read_counter(int32_t client, uint32_t counter, uint32_t* value);
enum tfm_platform_err_t increment_counter(int32_t client, uint32_t counter);

#endif
