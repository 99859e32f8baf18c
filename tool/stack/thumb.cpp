// SPDX-License-Identifier: Apache-2.0

// The patterns are those of the Armv8-M architecture reference manual, chapter C2. `opcode` is the first half-word and
// `operand` the second.
#include "stack/thumb.hpp"

#include <bit>

#include "runtime/trap_numbers.h"

namespace postern::stack {
namespace {

using Kind = Instruction::Kind;

constexpr unsigned kStackPointer = 13;
constexpr unsigned kProgramCounter = 15;
constexpr std::uint32_t kBytesInWord = 4;

std::int32_t bytes_of(std::uint32_t registers) {
  return static_cast<std::int32_t>(kBytesInWord * static_cast<unsigned>(std::popcount(registers)));
}

/// A number with its sign in bit `bits` - 1.
std::uint32_t extended(std::uint32_t value, unsigned bits) {
  const std::uint32_t sign = 1U << (bits - 1);
  return (value ^ sign) - sign;
}

std::uint32_t bits_of(std::uint32_t word, unsigned first, unsigned count) {
  return (word >> first) & ((1U << count) - 1);
}

/// The constant of an instruction that has twelve bits for one: a byte that is repeated, or moved to any place.
std::uint32_t modified(std::uint16_t opcode, std::uint16_t operand) {
  const std::uint32_t byte = operand & 0xFFU;
  const std::uint32_t form = (bits_of(opcode, 10, 1) << 3U) | bits_of(operand, 12, 3);
  switch (form) {
    case 0: return byte;
    case 1: return byte << 16U | byte;
    case 2: return byte << 24U | byte << 8U;
    case 3: return byte * 0x0101'0101U;
    default: break;
  }
  return std::rotr(0x80U | (byte & 0x7FU), static_cast<int>(form << 1U | byte >> 7U));
}

std::uint32_t twelve_bits(std::uint16_t opcode, std::uint16_t operand) {
  return bits_of(opcode, 10, 1) << 11U | bits_of(operand, 12, 3) << 8U | (operand & 0xFFU);
}

std::uint32_t sixteen_bits(std::uint16_t opcode, std::uint16_t operand) {
  return (opcode & 0xFU) << 12U | twelve_bits(opcode, operand);
}

/// The offset of BL, and of B without a condition.
std::uint32_t far_offset(std::uint16_t opcode, std::uint16_t operand) {
  const std::uint32_t sign = bits_of(opcode, 10, 1);
  const std::uint32_t j1 = bits_of(operand, 13, 1) ^ sign ^ 1U;
  const std::uint32_t j2 = bits_of(operand, 11, 1) ^ sign ^ 1U;
  return extended(sign << 24U | j1 << 23U | j2 << 22U | (opcode & 0x3FFU) << 12U | (operand & 0x7FFU) << 1U, 25);
}

std::uint32_t conditional_offset(std::uint16_t opcode, std::uint16_t operand) {
  return extended(bits_of(opcode, 10, 1) << 20U | bits_of(operand, 11, 1) << 19U | bits_of(operand, 13, 1) << 18U |
                      (opcode & 0x3FU) << 12U | (operand & 0x7FFU) << 1U,
                  21);
}

/// High registers, BX and BLX: 0100 01.
Instruction register_form(std::uint16_t opcode) {
  Instruction made;
  const unsigned source = bits_of(opcode, 3, 4);
  const unsigned to = bits_of(opcode, 7, 1) << 3U | (opcode & 7U);
  switch (bits_of(opcode, 8, 2)) {
    case 3: {
      const bool leaves = (opcode & 4U) != 0;  // BXNS, BLXNS
      const bool links = (opcode & 0x80U) != 0;
      made.kind = links ? (leaves ? Kind::call_out : Kind::call_pointer)
                        : (leaves || source == 14 ? Kind::returns : Kind::jump_pointer);
      break;
    }
    case 2:
      made.kind = to == kProgramCounter ? Kind::jump_pointer : Kind::other;
      made.is_moved = to == kStackPointer && source != 7 && source != 11;
      break;
    case 0:
      made.kind = to == kProgramCounter ? Kind::jump_pointer : Kind::other;
      made.moves_by_register = to == kStackPointer;
      made.amount = source;
      break;
    default: break;
  }
  return made;
}

/// 1011: the stack, compare and branch, conditions.
Instruction miscellaneous(std::uint32_t address, std::uint16_t opcode) {
  Instruction made;
  if ((opcode & 0xFF00U) == 0xB000U) {
    const auto bytes = static_cast<std::int32_t>((opcode & 0x7FU) * kBytesInWord);
    made.pushed = (opcode & 0x80U) != 0 ? bytes : -bytes;
  } else if ((opcode & 0xFE00U) == 0xB400U) {
    made.pushed = bytes_of(opcode & 0x1FFU);
  } else if ((opcode & 0xFE00U) == 0xBC00U) {
    made.pushed = -bytes_of(opcode & 0x1FFU);
    made.kind = (opcode & 0x100U) != 0 ? Kind::returns : Kind::other;
  } else if ((opcode & 0xF500U) == 0xB100U) {
    made.kind = Kind::branch;
    made.target = address + 4 + (bits_of(opcode, 9, 1) << 6U | bits_of(opcode, 3, 5) << 1U);
  } else if ((opcode & 0xFF00U) == 0xBF00U && (opcode & 0xFU) != 0) {
    made.kind = Kind::conditions;
    made.count = 4U - static_cast<unsigned>(std::countr_zero(opcode & 0xFU));
  }
  return made;
}

/// psa_panic() does not come back.
Kind trap_kind(std::uint16_t opcode) { return (opcode & 0xFFU) == POSTERN_TRAP_PANIC ? Kind::stops : Kind::trap; }

Instruction narrow(std::uint32_t address, std::uint16_t opcode) {
  Instruction made;
  if ((opcode & 0xFC00U) == 0x4400U) {
    return register_form(opcode);
  }
  if ((opcode & 0xF000U) == 0xB000U) {
    return miscellaneous(address, opcode);
  }
  if ((opcode & 0xF800U) == 0x4800U) {
    made.sets = {bits_of(opcode, 8, 3), ((address + 4) & ~3U) + (opcode & 0xFFU) * kBytesInWord, true, false};
  } else if ((opcode & 0xF800U) == 0x2000U) {
    made.sets = {bits_of(opcode, 8, 3), opcode & 0xFFU, false, false};
  } else if ((opcode & 0xF800U) == 0xE000U) {
    made.kind = Kind::jump;
    made.target = address + 4 + extended((opcode & 0x7FFU) << 1U, 12);
  } else if ((opcode & 0xF000U) == 0xD000U) {
    const unsigned condition = bits_of(opcode, 8, 4);
    made.kind = condition == 14 ? Kind::stops : condition == 15 ? trap_kind(opcode) : Kind::branch;
    made.target = address + 4 + extended((opcode & 0xFFU) << 1U, 9);
  }
  return made;
}

/// 1111 0, with 1 in the second half-word: branches and BL.
Instruction branch_form(std::uint32_t address, std::uint16_t opcode, std::uint16_t operand) {
  Instruction made;
  const bool is_short = (operand & 0x1000U) == 0;
  if ((operand & 0x4000U) != 0) {
    made.kind = Kind::call;
    made.target = address + 4 + far_offset(opcode, operand);
  } else if (!is_short) {
    made.kind = Kind::jump;
    made.target = address + 4 + far_offset(opcode, operand);
  } else if (bits_of(opcode, 6, 4) < 14) {
    made.kind = Kind::branch;
    made.target = address + 4 + conditional_offset(opcode, operand);
  } else if ((opcode & 0xFFF0U) == 0xF7F0U && (operand & 0xF000U) == 0xA000U) {
    made.kind = Kind::stops;
  }
  return made;
}

/// 1111 0, with 0 in the second half-word: operations with a constant.
Instruction constant_form(std::uint16_t opcode, std::uint16_t operand) {
  Instruction made;
  const unsigned to = bits_of(operand, 8, 4);
  const unsigned from = opcode & 0xFU;
  const unsigned operation = opcode & 0xFBE0U;
  const bool is_plain = operation == 0xF200U || operation == 0xF2A0U;
  const bool subtracts = operation == 0xF1A0U || operation == 0xF2A0U;
  const bool adds = operation == 0xF100U || operation == 0xF200U;
  if (to == kStackPointer && from == kStackPointer && (adds || subtracts)) {
    const auto bytes = static_cast<std::int32_t>(is_plain ? twelve_bits(opcode, operand) : modified(opcode, operand));
    made.pushed = subtracts ? bytes : -bytes;
  } else if ((opcode & 0xFBF0U) == 0xF240U) {
    made.sets = {to, sixteen_bits(opcode, operand), false, false};
  } else if ((opcode & 0xFBF0U) == 0xF2C0U) {
    made.sets = {to, sixteen_bits(opcode, operand), false, true};
  } else if ((opcode & 0xFBEFU) == 0xF04FU) {
    made.sets = {to, modified(opcode, operand), false, false};
  } else if (to == kStackPointer && (adds || subtracts)) {
    made.is_moved = from != 7 && from != 11;
  }
  return made;
}

/// 1110 100: several registers, two registers, tables of branches.
Instruction multiple_form(std::uint16_t opcode, std::uint16_t operand) {
  Instruction made;
  const bool is_stack = (opcode & 0xFU) == kStackPointer;
  const bool loads = (opcode & 0x10U) != 0;
  const bool writes_back = (opcode & 0x20U) != 0;
  if ((opcode & 0xFFF0U) == 0xE8D0U && (operand & 0xFFE0U) == 0xF000U) {
    made.kind = (operand & 0x10U) != 0 ? Kind::wide_table : Kind::table;
  } else if ((opcode & 0x40U) == 0) {
    made.pushed = is_stack && writes_back ? (loads ? -bytes_of(operand) : bytes_of(operand)) : 0;
    if (loads && (operand & 0x8000U) != 0) {
      made.kind = is_stack ? Kind::returns : Kind::jump_pointer;
    }
  } else if (is_stack && writes_back) {
    const auto bytes = static_cast<std::int32_t>((operand & 0xFFU) * kBytesInWord);
    made.pushed = (opcode & 0x80U) != 0 ? -bytes : bytes;
  }
  return made;
}

/// 1111 100: one register.
Instruction single_form(std::uint32_t address, std::uint16_t opcode, std::uint16_t operand) {
  Instruction made;
  const unsigned base = opcode & 0xFU;
  const unsigned to = bits_of(operand, 12, 4);
  const bool loads_word = (opcode & 0x0070U) == 0x0050U && (opcode & 0x0100U) == 0;
  const bool has_small_offset = (opcode & 0x80U) == 0 && (operand & 0x800U) != 0;
  if (loads_word && base == kProgramCounter) {
    const std::uint32_t offset = operand & 0xFFFU;
    const std::uint32_t place = ((address + 4) & ~3U) + ((opcode & 0x80U) != 0 ? offset : 0U - offset);
    if (to == kProgramCounter) {
      made.kind = Kind::jump_literal;
      made.target = place;
    } else {
      made.sets = {to, place, true, false};
    }
    return made;
  }
  if (base == kStackPointer && has_small_offset && (operand & 0x100U) != 0) {
    const auto bytes = static_cast<std::int32_t>(operand & 0xFFU);
    made.pushed = (operand & 0x200U) != 0 ? -bytes : bytes;
  }
  if (loads_word && to == kProgramCounter) {
    made.kind = base == kStackPointer && has_small_offset ? Kind::returns : Kind::jump_pointer;
  }
  return made;
}

/// Coprocessor instructions, of which 10 and 11 are the FPU, and vectors.
Instruction coprocessor_form(std::uint16_t opcode, std::uint16_t operand) {
  Instruction made;
  const bool is_fpu = (operand & 0x0E00U) == 0x0A00U;
  const bool is_vector = (opcode & 0xEF00U) == 0xEF00U || (operand & 0x0E00U) == 0x0E00U;
  made.uses_fpu = is_fpu || is_vector;
  const bool is_memory = (opcode & 0xFE00U) == 0xEC00U && (opcode & 0xFU) == kStackPointer && (opcode & 0x20U) != 0;
  if (is_memory && is_fpu) {
    const auto bytes = static_cast<std::int32_t>((operand & 0xFFU) * kBytesInWord);
    made.pushed = (opcode & 0x10U) != 0 ? -bytes : bytes;
  } else if (is_memory) {
    made.moves_by_register = true;  // a vector that is stored with a new stack pointer: no compiler does this so far
    made.amount = kProgramCounter;
  }
  return made;
}

/// 1110 101: operations with registers.
Instruction shifted_form(std::uint16_t opcode, std::uint16_t operand) {
  Instruction made;
  const bool to_stack = bits_of(operand, 8, 4) == kStackPointer;
  made.moves_by_register = to_stack && ((opcode & 0xFFEFU) == 0xEBADU || (opcode & 0xFFEFU) == 0xEB0DU);
  made.amount = operand & 0xFU;
  made.is_moved = to_stack && !made.moves_by_register;
  return made;
}

}  // namespace

bool is_wide(std::uint16_t first) { return first >= 0xE800U; }

Instruction decode(std::uint32_t address, std::uint16_t first, std::uint16_t second) {
  if (!is_wide(first)) {
    return narrow(address, first);
  }
  Instruction made;
  if ((first & 0xFE00U) == 0xE800U) {
    made = multiple_form(first, second);
  } else if ((first & 0xFE00U) == 0xEA00U) {
    made = shifted_form(first, second);
  } else if ((first & 0xEC00U) == 0xEC00U) {
    made = coprocessor_form(first, second);
  } else if ((first & 0xF800U) == 0xF000U) {
    made = (second & 0x8000U) != 0 ? branch_form(address, first, second) : constant_form(first, second);
  } else if ((first & 0xFE00U) == 0xF800U) {
    made = single_form(address, first, second);
  }
  made.size = 4;
  return made;
}

}  // namespace postern::stack
