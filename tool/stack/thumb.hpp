// SPDX-License-Identifier: Apache-2.0

// One Thumb-2 instruction, as far as the depth of a stack depends on it: where execution goes next, and how far the
// stack pointer moves. Every other instruction is only as long as it is. code.cpp follows functions with it.
#pragma once

#include <cstdint>
#include <optional>

namespace postern::stack {

struct Instruction {
  enum class Kind {
    other,
    call,          // to `target`, and back
    call_pointer,  // through a register, and back
    call_out,      // to non-secure code, and back
    jump,          // to `target`
    branch,        // to `target` or on
    jump_pointer,  // through a register or memory
    jump_literal,  // to the address in the word at `target`
    table,         // to an offset in the table of bytes behind it
    wide_table,    // the same, of half-words
    conditions,    // the next `count` instructions have a condition each
    returns,
    trap,
    stops,
  };

  Kind kind = Kind::other;
  std::uint32_t size = 2;
  std::uint32_t target = 0;
  std::uint32_t count = 0;
  std::int32_t pushed = 0;         // bytes by which the stack grows; negative: by which it shrinks
  bool moves_by_register = false;  // the stack pointer moves by what register `amount` contains
  bool is_moved = false;           // the stack pointer comes from a register other than a frame pointer
  bool uses_fpu = false;
  unsigned amount = 0;
  // A register that the instruction sets to a constant, or to the word at an address.
  struct Constant {
    unsigned name;
    std::uint32_t value;
    bool is_literal;  // `value` is the address of the word
    bool is_upper;    // the upper half only
  };
  std::optional<Constant> sets = {};
};

/// `first` and `second` are the half-words at `address` and behind it. `second` only counts if the first one says so.
[[nodiscard]] Instruction decode(std::uint32_t address, std::uint16_t first, std::uint16_t second);

/// True if the instruction that begins with this half-word has two.
[[nodiscard]] bool is_wide(std::uint16_t first);

}  // namespace postern::stack
