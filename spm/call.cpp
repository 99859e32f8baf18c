// SPDX-License-Identifier: Apache-2.0

// Clears the vectors of a call, at its end or when they are refused.
#include "spm/call.hpp"

#include <cstddef>
#include <span>

#include "spm/memory.hpp"
#include "spm/port_contract.hpp"

namespace spm {

namespace {

/// Written out, because a loop becomes a call.
template <typename Sizes>
void clear(Sizes& sizes) {
  static_assert(kMaxVectors == 4);
  sizes[0] = sizes[1] = sizes[2] = sizes[3] = 0;
}

}  // namespace

// All sizes at once are fewer instructions than those of one vector.
void Call::end_vectors() {
  for (unsigned out = out_count(); out != 0;) {
    --out;
    store_length(results[out], out_done[out]);
  }
  counts = 0;
  clear(message.in_size);
  clear(message.out_size);
  clear(in_done);
  clear(out_done);
}

void Call::forget_vectors() {
  static_assert(offsetof(psa_msg_t, out_size) == offsetof(psa_msg_t, in_size) + sizeof message.in_size);
  port::clear(std::as_writable_bytes(std::span(&message, 1)).subspan(offsetof(psa_msg_t, in_size)).data(),
              sizeof message.in_size + sizeof message.out_size);
  counts = 0;
}

}  // namespace spm
