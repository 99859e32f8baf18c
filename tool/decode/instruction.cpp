// SPDX-License-Identifier: Apache-2.0

// The patterns are those of the Armv8-M architecture reference manual, chapter C2. `first` and `second` are the
// half-words of an instruction.
#include "decode/instruction.hpp"

#include <bit>

namespace postern::decode {

namespace {

constexpr std::uint32_t kWord = sizeof(std::uint32_t);
constexpr unsigned kLoad = 1U << 4U;
constexpr unsigned kProgramCounter = 15;

std::optional<bool> is_narrow_store(unsigned code) {
  constexpr unsigned kPush = 0xB4;
  constexpr unsigned kPop = 0xBC;
  const unsigned top = code >> 12U;
  if (top == 5) {  // with a register as offset
    return (code >> 9U & 7U) <= 2;
  }
  if ((top >= 6 && top <= 9) || top == 0xC) {
    return (code >> 11U & 1U) == 0;
  }
  if (top == 4 && (code >> 11U) == 9) {
    return false;  // a literal
  }
  if ((code >> 8U & 0xFEU) == kPush) {
    return true;
  }
  return (code >> 8U & 0xFEU) == kPop ? std::optional(false) : std::nullopt;
}

/// A register, and what is added to it.
struct Sum {
  unsigned base;
  std::uint32_t offset;
};

/// An offset of eight bits, counted in words, and whether it is added.
std::uint32_t words_of_offset(unsigned count, bool is_added) {
  const std::uint32_t bytes = (count & 0xFFU) * kWord;
  return is_added ? bytes : 0U - bytes;
}

/// LDM, STM and their kin: 1110 100.
std::optional<Sum> of_several(unsigned first, unsigned second) {
  constexpr unsigned kTwoOrExclusive = 1U << 6U;
  const bool is_before = (first & 1U << 8U) != 0;
  const bool is_up = (first & 1U << 7U) != 0;
  const bool writes_back = (first & 1U << 5U) != 0;
  const unsigned base = first & 0xFU;
  if ((first & kTwoOrExclusive) == 0) {
    const auto count = static_cast<unsigned>(std::popcount(second & 0xFFFFU));
    return is_before == is_up ? std::nullopt : std::optional(Sum{base, is_up ? 0 : words_of_offset(count, false)});
  }
  if (is_before || writes_back) {  // LDRD, STRD
    return Sum{base, is_before ? words_of_offset(second, is_up) : 0};
  }
  if (!is_up) {
    const bool is_test_of_target = (first & kLoad) == 0 && second >> 12U == kProgramCounter;            // TT
    return is_test_of_target ? std::nullopt : std::optional(Sum{base, words_of_offset(second, true)});  // LDREX, STREX
  }
  constexpr unsigned kFirstOfOrdered = 4;  // below it are branches by a table
  return (second >> 4U & 0xFU) < kFirstOfOrdered ? std::nullopt : std::optional(Sum{base, 0});
}

std::optional<Sum> sum_of(unsigned first, unsigned second) {
  constexpr unsigned kNarrowSeveral = 0xC;
  if (first >> 12U == kNarrowSeveral) {
    return Sum{first >> 8U & 7U, 0};
  }
  if ((first & 0xFE00U) == 0xE800U) {
    return of_several(first, second);
  }
  const bool is_of_fpu = (second & 0xE00U) == 0xA00U;
  if ((first & 0xFF20U) == 0xED00U && is_of_fpu) {  // VLDR, VSTR
    return Sum{first & 0xFU, words_of_offset(second, (first & 1U << 7U) != 0)};
  }
  return std::nullopt;
}

/// BL, from the address of its end: 11110 S offset[20:11], 11 J1 1 J2 offset[10:0], in half-words.
std::uint32_t target_of(std::uint32_t end, unsigned first, unsigned second) {
  const unsigned sign = first >> 10U & 1U;
  const unsigned high = ~((second >> 13U & 1U) ^ sign) & 1U;
  const unsigned low = ~((second >> 11U & 1U) ^ sign) & 1U;
  const std::uint32_t offset =
      (sign != 0 ? 0xFF00'0000U : 0) | high << 23U | low << 22U | (first & 0x3FFU) << 12U | (second & 0x7FFU) << 1U;
  return end + offset;
}

}  // namespace

Call call_before(std::uint32_t return_address, const HalfWords& half_word) {
  constexpr std::uint32_t kNarrow = 2;
  constexpr std::uint32_t kWide = 4;
  const auto first = half_word(return_address - kWide);
  const auto second = half_word(return_address - kNarrow);
  const bool is_direct = first && second && (*first & 0xF800U) == 0xF000U && (*second & 0xD000U) == 0xD000U;
  return is_direct ? Call{return_address - kWide, target_of(return_address, *first, *second)}
                   : Call{return_address - kNarrow, std::nullopt};
}

std::optional<bool> is_store(std::uint32_t address, const HalfWords& half_word) {
  constexpr unsigned kSingle = 0xF8;   // one register
  constexpr unsigned kSeveral = 0xE8;  // several registers, two, or exclusive
  const auto code = half_word(address);
  if (!code) {
    return std::nullopt;
  }
  if (!is_wide(*code)) {
    return is_narrow_store(*code);
  }
  const unsigned kind = *code >> 8U & 0xFEU;
  return kind == kSingle || kind == kSeveral ? std::optional((*code & kLoad) == 0) : std::nullopt;
}

std::optional<std::uint32_t> aligned_access(std::uint32_t address, const std::uint32_t (&registers)[15],
                                            const HalfWords& half_word) {
  const auto first = half_word(address);
  const auto second = first && is_wide(*first) ? half_word(address + 2) : std::optional<std::uint16_t>(0);
  if (!first || !second) {
    return std::nullopt;
  }
  const auto sum = sum_of(*first, *second);
  return sum && sum->base != kProgramCounter ? std::optional(registers[sum->base] + sum->offset) : std::nullopt;
}

}  // namespace postern::decode
