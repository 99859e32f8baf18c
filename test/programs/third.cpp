// THIRD: the same in a thread.
#include "psa_manifest/third.h"
#include "psa/service.h"
#include "shelf.hpp"

extern "C" void third_main() {
  const int32_t constructed = answer(CONSTRUCTED);
  for (;;) {
    psa_msg_t msg;
    (void)psa_wait(THIRD_SIGNAL, PSA_BLOCK);
    if (psa_get(THIRD_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, constructed == 42 ? answer(msg.type) : -1);
    }
  }
}
