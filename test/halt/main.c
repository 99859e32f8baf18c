// SPDX-License-Identifier: Apache-2.0

/* Reports once that it runs. What follows the call must never be printed. */
#include "ns_platform.h"
#include "psa/client.h"
#include "psa_manifest/sid.h"
#include "tfm_ns_interface.h"

/* In no-init memory, so that the host's machine would reset too (port/host/main.cpp). */
static volatile uint32_t starts __attribute__((section(".noinit")));

int main(void) {
  starts++;
  (void)tfm_ns_interface_init();
  ns_print("the non-secure world runs\n");
  (void)psa_call(LAST_WORDS_HANDLE, 0, NULL, 0, NULL, 0);
  ns_print("and runs on\n");
  ns_exit(1);
}
