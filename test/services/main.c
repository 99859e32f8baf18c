/* SPDX-License-Identifier: Apache-2.0 */

/* The services that store, asked by two clients. */
#include "services.h"

int main(void) {
  static const struct chapter* const chapters[] = {&of_platform, &of_its};

  run_chapters("services", chapters, sizeof chapters / sizeof chapters[0]);
}
