// SPDX-License-Identifier: Apache-2.0

// What a stretch of execution does beside its instructions, and the cycles that a model makes of it. The plugin counts,
// `postern_bench` reads. A count only grows, so a stretch is the difference of two.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace postern::bench {

enum class Event : std::size_t {
  load,        // a word or less, of data
  store,       // the same
  flash_load,  // a load from flash; it is in `load` too
  further,     // a load or store of an instruction that made one before: LDM, STRD
  refill,      // a branch that is taken, and ISB: the pipeline begins anew
  division,
  exception,  // its entry and its return
  word,       // of instructions, fetched from flash
  line,       // of instructions in flash, where execution does not go on in the line before
  data_line,  // of data in flash, other than the last
  count
};

using Traffic = std::array<std::int64_t, static_cast<std::size_t>(Event::count)>;

[[nodiscard]] constexpr std::int64_t& at(Traffic& traffic, Event event) {
  return traffic[static_cast<std::size_t>(event)];
}
[[nodiscard]] constexpr std::int64_t at(const Traffic& traffic, Event event) {
  return traffic[static_cast<std::size_t>(event)];
}

/// Executed instructions, and what they did.
struct Stretch {
  std::int64_t length = 0;
  Traffic traffic{};
};

[[nodiscard]] constexpr Stretch operator-(Stretch a, const Stretch& b) {
  a.length -= b.length;
  for (std::size_t i = 0; i < a.traffic.size(); ++i) {
    a.traffic[i] -= b.traffic[i];
  }
  return a;
}

// As in every memory map of Armv8-M: code is below, RAM above.
inline constexpr std::uint32_t kFlashEnd = 0x2000'0000;
inline constexpr std::uint32_t kLineBytes = 16;

/// Cycles when no memory makes the processor wait.
[[nodiscard]] constexpr std::int64_t cycles(const Stretch& stretch) {
  const Traffic& traffic = stretch.traffic;
  constexpr std::int64_t kRefill = 2;
  constexpr std::int64_t kDivision = 10;
  constexpr std::int64_t kEntry = 12;
  constexpr std::int64_t kReturn = 10;
  return stretch.length + at(traffic, Event::further) + kRefill * at(traffic, Event::refill) +
         kDivision * at(traffic, Event::division) + (kEntry + kReturn) * at(traffic, Event::exception);
}

/// Cycles that each wait state of the flash adds, when every word is read from it. An exception reads its vector.
[[nodiscard]] constexpr std::int64_t waits(const Traffic& traffic) {
  return at(traffic, Event::word) + at(traffic, Event::flash_load) + at(traffic, Event::exception);
}

/// The same, with one line each for instructions and data; the next line of instructions is read ahead.
[[nodiscard]] constexpr std::int64_t waits_with_lines(const Traffic& traffic) {
  return at(traffic, Event::line) + at(traffic, Event::data_line) + at(traffic, Event::exception);
}

}  // namespace postern::bench
