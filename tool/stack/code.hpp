// SPDX-License-Identifier: Apache-2.0

// The functions of a linked image, each with its own use of the stack and its calls, from the machine code. depth.cpp
// adds them up.
//
// A function begins at its symbol, or where a call leads. Every path through it is followed, with the stack pointer, up
// to a return, the beginning of another function, or data. What a call leads to does not count as part of the function.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "stack/thumb.hpp"

namespace postern::stack {

struct Call {
  std::uint32_t at = 0;      // the address of the instruction
  std::uint32_t depth = 0;   // of the stack there
  std::uint32_t target = 0;  // 0: through a pointer
};

struct Function {
  std::string name;
  std::uint32_t address = 0;
  std::uint32_t own = 0;  // the deepest that the function itself makes the stack
  std::vector<Call> calls;
  bool returns = false;
  std::uint32_t left = 0;          // what a label that assembler calls leaves on the stack of its caller
  bool has_variable_size = false;  // a part of its stack has a size that the code computes
  bool uses_fpu = false;
};

class Code {
 public:
  Code(const audit::Image& image, const audit::Layout& layout);

  /// The function that begins at this address.
  [[nodiscard]] const Function& function(std::uint32_t address);
  /// The function's symbol, or its address as text.
  [[nodiscard]] std::string name_of(std::uint32_t address) const;
  [[nodiscard]] bool is_function(std::uint32_t address) const { return names_.contains(address); }
  /// The functions whose address is stored in the range, or made by two halves of code in it.
  [[nodiscard]] std::set<std::uint32_t> addresses_in(const audit::Span& range) const;
  [[nodiscard]] std::vector<std::uint32_t> functions_in(const audit::Span& range) const;
  /// The start and end of a variable or table with this name.
  [[nodiscard]] audit::Span object(const std::string& name) const;

 private:
  friend class Walk;
  [[nodiscard]] bool has_code(std::uint32_t address) const;
  [[nodiscard]] std::uint32_t end_of_data(std::uint32_t address) const;
  [[nodiscard]] Instruction instruction(std::uint32_t address) const;
  [[nodiscard]] bool returns(std::uint32_t address) const;
  [[nodiscard]] std::uint32_t left_by(std::uint32_t address) const;
  [[nodiscard]] Function walked(std::uint32_t address) const;
  void find_returning();

  const audit::Image& image_;
  const audit::Layout& layout_;
  std::map<std::uint32_t, std::string> names_;
  std::map<std::uint32_t, bool> kinds_;  // from each address on: code, or data
  std::map<std::uint32_t, Function> functions_;
  std::map<std::uint32_t, std::uint32_t> returning_;  // each with what it leaves
  std::set<std::uint32_t> labels_;                    // where calls lead that no symbol names
};

}  // namespace postern::stack
