/* SPDX-License-Identifier: Apache-2.0 */

/* What travels between psa_initial_attest_*() and the service: the types of its requests. The vectors are listed as
 * input; output. */
#ifndef TFM_ATTEST_DEFS_H
#define TFM_ATTEST_DEFS_H

enum {
  TFM_ATTEST_GET_TOKEN = 1001,     /* challenge; token */
  TFM_ATTEST_GET_TOKEN_SIZE = 1002 /* size of the challenge, 4 bytes; size of the token, 4 bytes */
};

#endif
