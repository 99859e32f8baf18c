// SPDX-License-Identifier: Apache-2.0

#include "decode/memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "decode/places.hpp"
#include "encoding/counters.h"

namespace postern::decode {

namespace {

/// By the name of a C symbol, or by the end of a mangled one.
const audit::Symbol* symbol_named(const audit::Layout& layout, std::string_view name) {
  const auto found = std::find_if(layout.symbols.begin(), layout.symbols.end(),
                                  [&](const audit::Symbol& symbol) { return symbol.name.ends_with(name); });
  return found == layout.symbols.end() ? nullptr : &*found;
}

audit::Span span_of_symbol(const audit::Symbol& symbol) { return {symbol.address, symbol.address + symbol.size}; }

/// The bytes above the first word that is no mark.
std::uint32_t most_used(const Dump& dump, const audit::Span& stack) {
  auto place = static_cast<std::uint32_t>(stack.first);
  for (std::uint32_t word = 0; place < stack.end; place += sizeof word) {
    dump.read(place, &word, sizeof word);
    if (word != POSTERN_STACK_MARK) {
      break;
    }
  }
  return static_cast<std::uint32_t>(stack.end) - place;
}

std::string stack_words(const Dump& dump, const audit::Partition& partition) {
  const auto stack = stack_of(partition);
  if (!stack) {
    return "";
  }
  return dump.contains(*stack)
             ? fmt::format(", stack {} of {} bytes at most", most_used(dump, *stack), stack->end - stack->first)
             : ", stack not in this memory";
}

}  // namespace

bool Dump::contains(const audit::Span& span) const { return span.first >= first && span.end <= first + bytes.size(); }

void Dump::read(std::uint32_t address, void* to, std::size_t size) const {
  if (!contains({address, std::uint64_t{address} + size})) {
    throw elf::Unreadable(fmt::format("the memory of this file ends before 0x{:08X}", address));
  }
  std::memcpy(to, bytes.data() + (address - first), size);
}

std::optional<encoding::PanicRecord> record_in(const Dump& dump, const audit::Layout& layout) {
  using encoding::PanicRecord;
  const audit::Symbol* const symbol = symbol_named(layout, "panic_recordE");
  if (symbol == nullptr || symbol->size != sizeof(PanicRecord) || !dump.contains(span_of_symbol(*symbol))) {
    return std::nullopt;
  }
  PanicRecord record;
  dump.read(static_cast<std::uint32_t>(symbol->address), &record, sizeof record);
  const bool is_record = record.valid == PanicRecord::kValid || record.valid == PanicRecord::kReported ||
                         record.valid == PanicRecord::kRestarted;
  return is_record ? std::optional(record) : std::nullopt;
}

std::string counters_in(const Dump& dump, const audit::Image& image, const audit::Layout& layout, const Names& names) {
  const audit::Symbol* const own = symbol_named(layout, "spm_counters");
  const audit::Symbol* const symbol = own != nullptr ? own : symbol_named(layout, ".counters");
  if (symbol == nullptr) {
    return "== no counters: this image is built without POSTERN_COUNTERS\n";
  }
  if (!dump.contains(span_of_symbol(*symbol))) {
    return fmt::format("== no counters: they are at 0x{:08X}, which is not in this memory\n", symbol->address);
  }
  std::string text = "== since boot\n";
  for (std::size_t i = 0; i < image.partitions.size() && (i + 1) * sizeof(postern_counters) <= symbol->size; ++i) {
    postern_counters counters;
    dump.read(static_cast<std::uint32_t>(symbol->address + i * sizeof counters), &counters, sizeof counters);
    text += fmt::format("   {}: {} calls, {} refused, {} restarts{}\n", names.of(counters.id), counters.calls,
                        counters.refused, counters.restarts, stack_words(dump, image.partitions[i]));
  }
  return text;
}

}  // namespace postern::decode
