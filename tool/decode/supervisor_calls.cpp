// SPDX-License-Identifier: Apache-2.0

#include "decode/supervisor_calls.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "decode/instruction.hpp"
#include "encoding/panic_record.hpp"

namespace postern::decode {

namespace {

using audit::Place;
using audit::Symbol;

constexpr std::uint32_t kHalf = sizeof(std::uint16_t);
constexpr std::uint32_t kRow = sizeof(std::uint32_t);

bool is_in(const audit::Span& span, std::uint64_t address) { return address >= span.first && address < span.end; }

/// The numbers that lead to a call, by the kernel's table of traps: all others have the function of the last row. The
/// SFN backend has no table, and no traps.
std::set<unsigned> known_numbers(const audit::Image& image, const audit::Layout& layout) {
  std::set<unsigned> known;
  const auto table = std::find_if(layout.symbols.begin(), layout.symbols.end(),
                                  [](const Symbol& symbol) { return symbol.name == "spm_traps"; });
  if (table == layout.symbols.end() || table->size < kRow) {
    return known;
  }
  const auto row = [&](std::uint64_t number) {
    return image.file.word(static_cast<std::uint32_t>(table->address + number * kRow));
  };
  const unsigned last = static_cast<unsigned>(table->size / kRow) - 1;
  for (unsigned number = 0; number < last; ++number) {
    if (number != POSTERN_TRAP_CHOOSE && row(number) != row(last)) {
      known.insert(number);
    }
  }
  return known;
}

/// Where code and data begin in a range, as the assembler has marked it: true for code.
std::map<std::uint64_t, bool> marks_in(const audit::Layout& layout, const audit::Span& range) {
  std::map<std::uint64_t, bool> marks;
  for (const Symbol& symbol : layout.symbols) {
    if (audit::is_mapping(symbol) && is_in(range, symbol.address)) {
      marks[symbol.address] = symbol.name.starts_with("$t");
    }
  }
  return marks;
}

/// From a mark of code to the next mark.
void take_calls(const audit::Image& image, const audit::Span& code, const std::set<unsigned>& known,
                std::vector<SupervisorCall>& calls) {
  for (std::uint64_t at = code.first; at + kHalf <= code.end;) {
    const std::uint16_t half = image.file.half(static_cast<std::uint32_t>(at));
    if (is_supervisor_call(half) && !known.contains(half & 0xFFU)) {
      calls.push_back({static_cast<std::uint32_t>(at), half & 0xFFU});
    }
    at += is_wide(half) ? 2 * kHalf : kHalf;
  }
}

}  // namespace

std::vector<SupervisorCall> unknown_supervisor_calls(const audit::Image& image, const audit::Layout& layout,
                                                     const audit::Partition& partition) {
  const std::set<unsigned> known = known_numbers(image, layout);
  std::vector<SupervisorCall> calls;
  for (const Place& place : partition.places) {
    if (place.kind != Place::Kind::text) {
      continue;
    }
    const auto marks = marks_in(layout, place.memory);
    for (auto mark = marks.begin(); mark != marks.end(); ++mark) {
      if (mark->second) {
        const auto next = std::next(mark);
        take_calls(image, {mark->first, next == marks.end() ? place.memory.end : next->first}, known, calls);
      }
    }
  }
  return calls;
}

std::vector<std::uint32_t> interrupt_functions(const audit::Image& image, const audit::Partition& partition) {
  std::vector<std::uint32_t> functions;
  for (const audit::Interrupt& interrupt : image.interrupts) {
    if (interrupt.is_first_level && &image.partitions.at(interrupt.owner) == &partition) {
      functions.push_back(interrupt.function & ~1U);
    }
  }
  return functions;
}

bool may_run_without_message(const audit::Image& image, const audit::Layout& layout,
                             const audit::Partition& partition) {
  const auto init = std::find_if(layout.symbols.begin(), layout.symbols.end(), [&](const Symbol& symbol) {
    return symbol.name == partition.name + ".init" ||
           (symbol.name == "postern_init" &&
            std::any_of(partition.places.begin(), partition.places.end(),
                        [&](const Place& place) { return is_in(place.memory, symbol.address); }));
  });
  return init == layout.symbols.end() || image.file.word(static_cast<std::uint32_t>(init->address)) != 0;
}

}  // namespace postern::decode
