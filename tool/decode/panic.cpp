// SPDX-License-Identifier: Apache-2.0

#include "decode/panic.hpp"

#include <algorithm>
#include <iterator>

#include "decode/fault_words.hpp"

namespace postern::decode {

namespace {

using encoding::Area;
using encoding::PanicKind;
using encoding::PanicRecord;

bool is_api(const Frame& frame) {
  return frame.function.starts_with("psa_") || frame.function.starts_with("tfm_") ||
         frame.function.starts_with("postern_") || frame.function.starts_with("spm::");
}

}  // namespace

Panic::Panic(Knowledge& knowledge, const PanicRecord& of) : knows(knowledge), record(of), fault(of.fault) {
  find_calls(knowledge);
}

bool Panic::is_of(Area area) const {
  return record.kind == PanicKind::programmer_error && area_of(record.rule) == area;
}

bool Panic::is_of_another() const { return is_of(Area::answered) && record.running != record.partition; }

bool Panic::is_branch() const {
  const Cause cause = words_of(fault).cause;
  return cause == Cause::fetch || cause == Cause::no_thumb || cause == Cause::no_entry;
}

bool Panic::is_elsewhere() const {
  return knows.tables && record.kind == PanicKind::fault && (!knows.is_code(fault.pc) || is_branch());
}

/// True if the device wrote this word of the record: it stops at the end of the partition's stack.
bool Panic::is_recorded(std::uint32_t address) const {
  const audit::Partition* const owner = knows.tables ? knows.tables->places.owner(record.stack.first - 1) : nullptr;
  const auto stack = owner != nullptr ? stack_of(*owner) : std::nullopt;
  return !stack || address < stack->end;
}

std::optional<std::uint32_t> Panic::stack_word(std::uint32_t address) const {
  const std::uint32_t offset = address - record.stack.first;
  constexpr std::size_t kWord = sizeof(std::uint32_t);
  return record.stack.first != 0 && offset % kWord == 0 && offset / kWord < std::size(record.stack.words) &&
                 is_recorded(address)
             ? std::optional(record.stack.words[offset / kWord])
             : std::nullopt;
}

void Panic::find_calls(Knowledge& knowledge) {
  if (!has_registers() || !knows.tables || record.kind == PanicKind::invariant) {
    if (has_registers() && !knows.tables && record.kind == PanicKind::fault) {
      calls = knows.frames_at(fault.pc);
    }
    return;
  }
  Start start{{}, fault.exception_return == 0};
  std::copy(std::begin(fault.r), std::end(fault.r), start.registers);
  start.registers[13] = record.stack.first;
  start.registers[14] = fault.lr;
  start.registers[15] = fault.pc;
  if (is_elsewhere()) {
    start.registers[15] = fault.lr;
    start.is_return_address = true;
  }
  calls =
      knowledge.lines_of(start.registers[15]).unwind(start, [&](std::uint32_t address) { return stack_word(address); });
  if (const auto end = std::find_if(
          calls.begin(), calls.end(),
          [&](const Frame& frame) { return !knows.tables->places.is_code(frame.address) && !is_non_secure(); });
      end != calls.end() && end != calls.begin()) {
    calls.erase(end, calls.end());  // a thread has no caller
  }
  const bool is_call = record.kind == PanicKind::programmer_error;
  const auto first = std::find_if(calls.begin(), calls.end(), [&](const Frame& frame) {
    return !(is_api(frame) || knows.tables->places.is_kernel(frame.address));
  });
  // Without a frame of its own, the code before its entry function has called the kernel.
  is_end_of_entry = is_call && first == calls.end() && std::any_of(calls.begin(), calls.end(), [](const Frame& frame) {
                      return frame.function.starts_with("postern_") && frame.function.ends_with("_start");
                    });
  if (is_call && first != calls.end()) {
    calls.erase(calls.begin(), first);
  }
}

}  // namespace postern::decode
