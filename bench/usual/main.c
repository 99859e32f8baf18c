// SPDX-License-Identifier: Apache-2.0

/* One call. The image is measured for its size. */
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"

int main(void) {
  const char sent = 'p';
  char received = 0;
  const psa_invec in = {&sent, 1};
  psa_outvec out = {&received, 1};
  const int is_good = psa_call(USUAL_SERVICE_HANDLE, 0, &in, 1, &out, 1) == PSA_SUCCESS && received == sent;

  ns_print(is_good ? "END usual 1 cases 0 failed\n" : "END usual 1 cases 1 failed\n");
  ns_exit(is_good ? 0 : 1);
}
