// SPDX-License-Identifier: Apache-2.0

// What the kernel did last, in a ring in RAM, with POSTERN_TRACE; without it every function here is empty and the ring
// does not exist. `postern trace` turns the ring into a timeline.
//
// On the SFN backend an interrupt that comes while an event is written can take its place; then one event is lost.
#pragma once

#include <algorithm>
#include <cstdint>

#include "encoding/trace.hpp"
#include "spm/port_contract.hpp"
#include "system.hpp"

/// A debugger finds it by this name.
extern "C" encoding::TraceRing spm_trace;

namespace spm::trace {

using Kind = encoding::TraceKind;

/// Not inline, so that a call pays one branch where its code is read.
[[gnu::noinline]] void write(Kind kind, std::uint32_t who_and_what, std::uint32_t value, std::uint32_t more);

inline void note(Kind kind, std::uint32_t who, std::uint32_t what, std::uint32_t value, std::uint32_t more) {
  if constexpr (system::kTrace) {
    write(kind, who << 8U | what << 16U, value, more);
  }
}

void begin();

/// The bytes that a call moved: into the service << 16, and out of it. A half that is full counts no further.
template <typename Sizes>
std::uint32_t bytes_of(const Sizes& in, const Sizes& out) {
  constexpr std::uint32_t kMost = 0xFFFF;
  std::uint32_t sum_in = 0;
  std::uint32_t sum_out = 0;
  for (std::size_t i = 0; i < in.size(); ++i) {
    sum_in += static_cast<std::uint32_t>(in[i]);
    sum_out += static_cast<std::uint32_t>(out[i]);
  }
  return std::min(sum_in, kMost) << 16U | std::min(sum_out, kMost);
}

}  // namespace spm::trace
