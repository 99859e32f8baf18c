// SPDX-License-Identifier: Apache-2.0

#include "spm/trace.hpp"

#include <bit>

constinit encoding::TraceRing spm_trace{};  // in C, as declared

namespace spm::trace {

static_assert(std::has_single_bit(encoding::kTraceEvents), "the place of an event is a part of its number");

void begin() {
  if constexpr (system::kTrace) {
    spm_trace.magic = encoding::kTraceMagic;
    spm_trace.ticks_per_second = port::kTicksPerSecond;
    port::start_ticks();
  }
}

void write(Kind kind, std::uint32_t who_and_what, std::uint32_t value, std::uint32_t more) {
  if constexpr (system::kTrace) {
    const std::uint32_t number = spm_trace.next;
    spm_trace.next = number + 1;
    spm_trace.events[number % encoding::kTraceEvents] = {port::ticks(),
                                                         kind,
                                                         static_cast<std::uint8_t>(who_and_what >> 8U),
                                                         static_cast<std::uint16_t>(who_and_what >> 16U),
                                                         value,
                                                         more};
  }
}

}  // namespace spm::trace
