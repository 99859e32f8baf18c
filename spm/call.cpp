// The end of a call's vectors.
#include "spm/call.hpp"

#include "spm/memory.hpp"

namespace spm {

void Call::end_vectors() {
  for (; in_count != 0; --in_count) {
    const unsigned i = in_count - 1U;
    message.in_size[i] = 0;
    in_done[i] = 0;
  }
  for (; out_count != 0; --out_count) {
    const unsigned i = out_count - 1U;
    if (message.out_size[i] != 0) {
      store_length(results[i], out_done[i]);
    }
    message.out_size[i] = 0;
    out_done[i] = 0;
  }
}

}  // namespace spm
