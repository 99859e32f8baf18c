/* SPDX-License-Identifier: Apache-2.0 */

#include "tokens.h"

#include <stdio.h>
#include <string.h>

#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

const uint8_t challenge[MOST_CHALLENGE + 1] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16,
                                               17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33,
                                               34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50,
                                               51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64};

/* A copy of this program with another byte here is another program: test/attestation/verify.sh makes it. */
static const char program[] = "non-secure program, version 1\n";

static void print_token(const char* name, const uint8_t* token, size_t size) {
  char digits[3];
  ns_print("token ");
  ns_print(name);
  ns_print(" ");
  for (size_t i = 0; i < size; i++) {
    (void)snprintf(digits, sizeof digits, "%02x", token[i]);
    ns_print(digits);
  }
  ns_print("\n");
}

void print_tokens_if_wanted(void) {
  static uint8_t token[PSA_INITIAL_ATTEST_MAX_TOKEN_SIZE];
  char line[64];
  size_t size = 0;

  ns_command_line(line, sizeof line);
  if (strstr(line, " tokens") == NULL) {
    return;
  }
  ns_print(program);
  (void)tfm_ns_interface_init();
  for (size_t length = PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32; length <= MOST_CHALLENGE; length += 16) {
    (void)psa_initial_attest_get_token(challenge, length, token, sizeof token, &size);
    (void)snprintf(line, sizeof line, "%d", (int)length);
    print_token(line, token, size);
  }
  const psa_invec in = {challenge, PSA_INITIAL_ATTEST_CHALLENGE_SIZE_32};
  psa_outvec out = {token, sizeof token};
  const psa_status_t status = psa_call(ASKER_HANDLE, PSA_IPC_CALL, &in, 1, &out, 1);
  print_token("partition", token, status == PSA_SUCCESS ? out.len : 0);
  ns_exit(0);
}
