// SPDX-License-Identifier: Apache-2.0

// A panic: its record, and the calls that led to it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "decode/knowledge.hpp"
#include "encoding/panic_record.hpp"

namespace postern::decode {

inline constexpr const char* kEntryReturned = "returned from its entry function, which must not end";

struct Panic {
  Panic(Knowledge& knowledge, const encoding::PanicRecord& of);

  const Knowledge& knows;
  const encoding::PanicRecord& record;
  const encoding::FaultRegisters& fault;
  std::vector<Frame> calls;      // the innermost first
  bool is_end_of_entry = false;  // the code before the entry function of a partition has called the kernel

  [[nodiscard]] bool has_registers() const { return (fault.pc | fault.lr | fault.psr) != 0; }
  [[nodiscard]] bool is_non_secure() const { return record.partition == kNonSecureWorld; }
  /// A rule of this area was broken.
  [[nodiscard]] bool is_of(encoding::Area area) const;
  /// The registers are those of the service that has answered.
  [[nodiscard]] bool is_of_another() const;
  /// The fault is that of the instruction that should have come next.
  [[nodiscard]] bool is_branch() const;
  /// True if the fault is not that of the code at `pc`, or no code is there. The report then begins with the caller.
  [[nodiscard]] bool is_elsewhere() const;
  [[nodiscard]] std::optional<std::uint32_t> stack_word(std::uint32_t address) const;

 private:
  [[nodiscard]] bool is_recorded(std::uint32_t address) const;
  void find_calls(Knowledge& knowledge);
};

}  // namespace postern::decode
