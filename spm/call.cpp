// SPDX-License-Identifier: Apache-2.0

// Clears the vectors of a call, at its end or when they are refused.
#include "spm/call.hpp"

#include <cstddef>
#include <span>

#include "spm/memory.hpp"
#include "spm/port_contract.hpp"

namespace spm {

// Loops that test at their end are two instructions shorter for each vector.
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
  static_assert(offsetof(psa_msg_t, out_size) == offsetof(psa_msg_t, in_size) + sizeof message.in_size);
  port::clear(std::as_writable_bytes(std::span(&message, 1)).subspan(offsetof(psa_msg_t, in_size)).data(),
              sizeof message.in_size + sizeof message.out_size);
  counts = 0;
}

}  // namespace spm
