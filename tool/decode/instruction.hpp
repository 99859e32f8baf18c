// SPDX-License-Identifier: Apache-2.0

// What the instruction of a fault did to memory: the registers of a fault do not always tell.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace postern::decode {

/// The half-word of a program at an address, if the program has one there.
using HalfWords = std::function<std::optional<std::uint16_t>(std::uint32_t address)>;

/// Whether a Thumb instruction writes to memory; nothing if it does not access memory.
[[nodiscard]] std::optional<bool> is_store(std::uint32_t address, const HalfWords& half_word);

/// The address that an instruction accessed which must be aligned on every processor: of several registers or two, of
/// the floating-point unit, exclusive or ordered. Nothing for any other instruction, and if a register that it uses is
/// not in `registers`, which are r0 to r12, sp and lr.
[[nodiscard]] std::optional<std::uint32_t> aligned_access(std::uint32_t address, const std::uint32_t (&registers)[15],
                                                          const HalfWords& half_word);

/// A call, by the address that it returns to.
struct Call {
  std::uint32_t address;
  std::optional<std::uint32_t> target;  // nothing if a register has it
};
[[nodiscard]] Call call_before(std::uint32_t return_address, const HalfWords& half_word);

/// BKPT
[[nodiscard]] constexpr bool is_breakpoint(std::uint16_t code) { return code >> 8U == 0xBE; }
/// SVC
[[nodiscard]] constexpr bool is_supervisor_call(std::uint16_t code) { return code >> 8U == 0xDF; }
/// True if the instruction that begins with this half-word has two.
[[nodiscard]] constexpr bool is_wide(std::uint16_t code) { return code >> 11U >= 0x1D; }

}  // namespace postern::decode
