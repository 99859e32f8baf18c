/* SPDX-License-Identifier: Apache-2.0 */

/* Requests to the partition OTHER_CLIENT, which calls the same functions as the non-secure program. */
#ifndef OTHER_CLIENT_H
#define OTHER_CLIENT_H

#include <stdint.h>

enum other_request {
  OTHER_SET = 1,      /* input: uid, then data */
  OTHER_GET,          /* input: uid; output: data */
  OTHER_GET_SIZE,     /* input: uid; output: uint32_t */
  OTHER_REMOVE,       /* input: uid */
  OTHER_READ_COUNTER, /* input: its number; output: uint32_t */
  OTHER_INCREMENT,    /* input: its number */
  OTHER_FILL,         /* assets of ITS_MAX_ASSET_SIZE bytes until one is refused; removes them; answers their number */
};

#endif
