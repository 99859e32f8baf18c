// SPDX-License-Identifier: Apache-2.0

/* Makes one call of each kind. The image is measured for its size. */
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

int main(void) {
  const psa_handle_t handle = psa_connect(ONE_SESSION_SID, 1);
  const int is_good = psa_call(ONE_PLAIN_HANDLE, 0, NULL, 0, NULL, 0) == PSA_SUCCESS &&
                      psa_call(handle, 0, NULL, 0, NULL, 0) == PSA_SUCCESS;
  psa_close(handle);
  ns_print(is_good ? "END one 1 cases 0 failed\n" : "END one 1 cases 1 failed\n");
  ns_exit(is_good ? 0 : 1);
}
