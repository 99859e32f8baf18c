// The end of a call's vectors.
#include "spm/call.hpp"

#include "spm/memory.hpp"

namespace spm {

void Call::clear_vectors() {
  for (unsigned i = 0; i < kMaxVectors; ++i) {
    message.in_size[i] = 0;
    message.out_size[i] = 0;
    in_done[i] = 0;
    out_done[i] = 0;
  }
  has_vectors = false;
}

void Call::return_lengths() const {
  for (unsigned i = 0; i < out_count; ++i) {
    if (message.out_size[i] != 0) {
      store_length(results[i], out_done[i]);
    }
  }
}

}  // namespace spm
