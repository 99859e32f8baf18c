// SPDX-License-Identifier: Apache-2.0

// SHELF_THREE: the same in a thread of its own.
#include "psa_manifest/shelf_three.h"
#include "psa/service.h"
#include "shelf.hpp"

extern "C" void shelf_three_main() {
  const int32_t constructed = answer(CONSTRUCTED);
  for (;;) {
    psa_msg_t msg;
    (void)psa_wait(SHELF_THREE_SIGNAL, PSA_BLOCK);
    if (psa_get(SHELF_THREE_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, constructed == 42 ? answer(msg.type) : -1);
    }
  }
}
