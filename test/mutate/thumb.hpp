// SPDX-License-Identifier: Apache-2.0

// Possible defects of one Thumb-2 instruction. Only the forms that occur in this tree, from the compiler or in
// assembly, are known; an instruction of another form has no mutants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mutate {

struct Instruction {
  std::uint16_t first;
  std::uint16_t second;  // 0 if it has only one half word
  bool in_assembly;      // not from a compiler: each instruction is as written

  [[nodiscard]] bool is_wide() const { return first >> 11U >= 0x1D; }
};

/// Other code of the same length, and its meaning.
struct Change {
  std::string what;
  std::uint16_t first;
  std::uint16_t second;
};

std::vector<Change> changes_of(const Instruction& instruction);

/// For a load of a literal: its distance from the instruction's address, rounded down to a word, plus 4.
std::optional<std::int32_t> literal_of(const Instruction& instruction);

/// The form of an instruction: the same for all places that differ only in the distance to a symbol.
std::uint32_t form_of(const Instruction& instruction);

/// Other values for a constant: without one of its bits, or with one more.
std::vector<std::uint32_t> values_near(std::uint32_t value);

std::string hexadecimal(std::uint32_t value);

}  // namespace mutate
