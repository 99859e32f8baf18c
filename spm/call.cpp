// The end of a call's vectors.
#include "spm/call.hpp"

#include "spm/memory.hpp"

namespace spm {

void Call::end_vectors() {
  for (unsigned i = in_count(); i-- != 0;) {
    message.in_size[i] = 0;
    in_done[i] = 0;
  }
  for (unsigned i = out_count(); i-- != 0;) {
    if (message.out_size[i] != 0) {
      store_length(results[i], out_done[i]);
    }
    message.out_size[i] = 0;
    out_done[i] = 0;
  }
  counts = 0;
}

void Call::forget_vectors() {
  for (unsigned i = 0; i < kMaxVectors; ++i) {
    message.in_size[i] = message.out_size[i] = 0;
  }
  counts = 0;
}

}  // namespace spm
