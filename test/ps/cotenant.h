/* SPDX-License-Identifier: Apache-2.0 */

/* Requests to the partition COTENANT, which calls psa_ps_*() as the non-secure program does. The first input is the
 * uid. */
#ifndef COTENANT_H
#define COTENANT_H

enum cotenant_request {
  COTENANT_SET = 1, /* second input: data, 32 bytes at most */
  COTENANT_GET,     /* output: data */
  COTENANT_REMOVE,
  COTENANT_EXTEND,         /* writes one byte at offset 0 */
  COTENANT_DERIVE,         /* asks Crypto for the device key; answers the status */
  COTENANT_SPOIL_COUNTERS, /* sets what it calls the counters in Internal Trusted Storage */
  COTENANT_HOARD_KEYS,     /* imports volatile keys until one is refused */
  COTENANT_DROP_KEYS       /* destroys them */
};

#endif
