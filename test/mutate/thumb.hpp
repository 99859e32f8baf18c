// What can be made wrong in one Thumb-2 instruction. Only the forms that the compiler and the assembly of this tree use
// are known; an instruction of another form has no mutants.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mutate {

struct Instruction {
  std::uint16_t first;
  std::uint16_t second;  // 0 if it has only one
  bool in_assembly;      // written as it is, not by a compiler: each one counts

  [[nodiscard]] bool is_wide() const { return first >> 11U >= 0x1D; }
};

/// Other code of the same length, and what it does instead.
struct Change {
  std::string what;
  std::uint16_t first;
  std::uint16_t second;
};

std::vector<Change> changes_of(const Instruction& instruction);

/// For a load of a literal: how far from the instruction's address, rounded down to a word, plus 4, it lies.
std::optional<std::int32_t> literal_of(const Instruction& instruction);

/// The same for all places where only the distance to what is named differs.
std::uint32_t form_of(const Instruction& instruction);

/// Other values for a constant: one of its bits missing, one bit more.
std::vector<std::uint32_t> values_near(std::uint32_t value);

std::string hexadecimal(std::uint32_t value);

}  // namespace mutate
