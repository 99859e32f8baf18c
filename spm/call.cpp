// The end of a call's vectors.
#include "spm/call.hpp"

#include "spm/memory.hpp"

namespace spm {

// The loops test at their ends, which is two instructions less for each vector.
void Call::end_vectors() {
  unsigned in = in_count();
  unsigned out = out_count();
  counts = 0;
  if (in != 0) {
    do {
      --in;
      message.in_size[in] = 0;
      in_done[in] = 0;
    } while (in != 0);
  }
  if (out != 0) {
    do {
      --out;
      store_length(results[out], out_done[out]);
      message.out_size[out] = 0;
      out_done[out] = 0;
    } while (out != 0);
  }
}

void Call::forget_vectors() {
  for (unsigned i = 0; i < kMaxVectors; ++i) {
    message.in_size[i] = message.out_size[i] = 0;
  }
  counts = 0;
}

}  // namespace spm
