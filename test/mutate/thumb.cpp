// SPDX-License-Identifier: Apache-2.0

#include "thumb.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>

namespace mutate {
namespace {

constexpr std::uint16_t kNop = 0xBF00;
constexpr std::uint16_t kWideNop = 0xF3AF;
constexpr std::uint16_t kWideNopEnd = 0x8000;
constexpr unsigned kAlways = 14;

std::uint16_t half(std::uint32_t value) { return static_cast<std::uint16_t>(value); }

/// The condition that differs in the equal case only, if any.
std::optional<unsigned> with_other_equal_case(unsigned condition) {
  constexpr std::array<int, kAlways> kOthers{-1, -1, 8, 9, -1, -1, -1, -1, 2, 3, 12, 13, 10, 11};
  return kOthers.at(condition) < 0 ? std::nullopt : std::optional<unsigned>(kOthers.at(condition));
}

class Changes {
 public:
  explicit Changes(const Instruction& from) : from_(from) {}

  void add(const std::string& what, std::uint32_t first, std::uint32_t second) {
    all_.push_back({what, half(first), half(second)});
  }
  void add(const std::string& what, std::uint32_t first) { add(what, first, from_.second); }
  void leave_out() { from_.is_wide() ? add("left out", kWideNop, kWideNopEnd) : add("left out", kNop); }
  [[nodiscard]] std::vector<Change> take() { return std::move(all_); }

 private:
  Instruction from_;
  std::vector<Change> all_;
};

std::string from_to(std::uint32_t from, std::uint32_t to) { return hexadecimal(from) + " -> " + hexadecimal(to); }

/// A constant of this many bits, from this bit of a half word on.
void add_constants(Changes& changes, std::uint16_t code, unsigned bits, unsigned shift, std::uint32_t unit) {
  const std::uint32_t mask = (1U << bits) - 1;
  const std::uint32_t value = code >> shift & mask;
  for (const std::uint32_t other : values_near(value)) {
    if (other <= mask) {
      changes.add(from_to(value * unit, other * unit), (code & ~(mask << shift)) | other << shift);
    }
  }
}

void add_branch(Changes& changes, std::uint16_t code) {
  const unsigned condition = code >> 8U & 15U;
  changes.add("opposite", code ^ 0x100U);
  changes.leave_out();
  const std::uint32_t distance = (code & 0xFFU) | ((code & 0x80U) != 0 ? 0x700U : 0U);
  changes.add("always", 0xE000U | distance);
  if (const auto other = with_other_equal_case(condition)) {
    changes.add("other equal case", (code & 0xF0FFU) | *other << 8U);
  }
}

void add_if_then(Changes& changes, std::uint16_t code) {
  const unsigned mask = code & 15U;
  const unsigned last = mask & (0U - mask);  // the lowest bit ends the block; those above say then or else
  changes.add("opposite", (code ^ 0x10U) ^ (~(last | (last - 1U)) & 15U));
  if (const auto other = with_other_equal_case(code >> 4U & 15U); other && (*other & 1U) != (code >> 4U & 1U)) {
    changes.add("other equal case", (code & 0xFF00U) | *other << 4U | (mask ^ (~(last | (last - 1U)) & 15U)));
  }
}

std::vector<Change> changes_of_narrow(const Instruction& instruction) {
  const std::uint16_t code = instruction.first;
  Changes changes(instruction);
  const bool is_push_or_pop = (code & 0xF600U) == 0xB400U;
  const bool is_hint = (code & 0xFF0FU) == 0xBF00U;
  const bool is_if_then = (code & 0xFF00U) == 0xBF00U && !is_hint;
  const bool is_conditional = (code & 0xF000U) == 0xD000U && (code >> 8U & 15U) < kAlways;
  const bool is_store = (code & 0xF800U) == 0x6000U || (code & 0xF800U) == 0x7000U || (code & 0xF800U) == 0x8000U ||
                        (code & 0xF800U) == 0x9000U || (code & 0xF800U) == 0xC000U || (code & 0xFE00U) == 0x5400U ||
                        (code & 0xFC00U) == 0x5000U;
  const bool is_call = (code & 0xFF87U) == 0x4780U;
  const bool is_mask = (code & 0xFFE8U) == 0xB660U;  // cps
  if (is_conditional) {
    add_branch(changes, code);
  } else if ((code & 0xF500U) == 0xB100U) {  // cbz, cbnz
    changes.add("opposite", code ^ 0x800U);
    changes.leave_out();
  } else if (is_if_then) {
    add_if_then(changes, code);
  } else if (is_store || is_call || is_mask || (instruction.in_assembly && !is_push_or_pop && !is_hint)) {
    changes.leave_out();
  }
  if ((code & 0xE000U) == 0x2000U) {  // movs, cmp, adds, subs with a constant
    add_constants(changes, code, 8, 0, 1);
  } else if ((code & 0xFC00U) == 0x1C00U) {  // adds, subs with a small constant
    add_constants(changes, code, 3, 6, 1);
  } else if ((code & 0xE000U) == 0x0000U && (code & 0x1800U) != 0x1800U && (code >> 6U & 31U) != 0) {  // shifts
    add_constants(changes, code, 5, 6, 1);
  } else if ((code & 0xF000U) == 0x6000U) {  // ldr, str
    add_constants(changes, code, 5, 6, 4);
  } else if ((code & 0xF000U) == 0x7000U) {  // ldrb, strb
    add_constants(changes, code, 5, 6, 1);
  }
  return changes.take();
}

/// The value of a 12-bit constant of data processing.
std::uint32_t expanded(std::uint32_t code) {
  const std::uint32_t low = code & 0xFFU;
  switch (code >> 8U) {
    case 0: return low;
    case 1: return low | low << 16U;
    case 2: return low << 8U | low << 24U;
    case 3: return low * 0x0101'0101U;
    default: return std::rotr(0x80U | (code & 0x7FU), static_cast<int>(code >> 7U));
  }
}

std::optional<std::uint32_t> shortened(std::uint32_t value) {
  for (std::uint32_t code = 0; code < 0x1000; ++code) {
    if (expanded(code) == value && (code >> 8U != 0 || code == value)) {
      return code;
    }
  }
  return std::nullopt;
}

std::uint32_t constant_of(const Instruction& code) {
  return (code.first >> 10U & 1U) << 11U | (code.second >> 12U & 7U) << 8U | (code.second & 0xFFU);
}

void put_constant(Changes& changes, const Instruction& code, const std::string& what, std::uint32_t constant) {
  changes.add(what, (code.first & ~0x400U) | (constant >> 11U & 1U) << 10U,
              (code.second & 0x8F00U) | (constant >> 8U & 7U) << 12U | (constant & 0xFFU));
}

void add_wide_constants(Changes& changes, const Instruction& code) {
  const std::uint32_t constant = constant_of(code);
  if ((code.first & 0x0200U) == 0) {  // data processing: and, bic, orr, mov, add, cmp...
    const unsigned operation = code.first >> 5U & 15U;
    const bool only_adds_or_takes_bits = operation <= 2 && (code.first & 15U) == (code.second >> 8U & 15U);
    if (only_adds_or_takes_bits) {
      changes.leave_out();
    }
    const std::uint32_t value = expanded(constant);
    for (const std::uint32_t other : values_near(value)) {
      if (const auto short_one = shortened(other)) {
        put_constant(changes, code, from_to(value, other), *short_one);
      }
    }
    return;
  }
  const unsigned operation = code.first >> 4U & 31U;
  if (operation == 4 || operation == 12) {  // movw, movt: 16 bits
    const std::uint32_t value = (code.first & 15U) << 12U | constant;
    const bool is_address = code.in_assembly;  // half of an address, which differs between images
    for (const std::uint32_t other : is_address ? std::vector{value ^ 8U, value ^ 0x40U} : values_near(value)) {
      if (other <= 0xFFFFU) {
        const Instruction with_top{half((code.first & ~15U) | other >> 12U), code.second, false};
        put_constant(changes, with_top,
                     is_address ? "another bit " + hexadecimal(value ^ other) : from_to(value, other), other & 0xFFFU);
      }
    }
  } else if (operation == 0 || operation == 10) {  // addw, subw
    for (const std::uint32_t other : values_near(constant)) {
      if (other <= 0xFFFU) {
        put_constant(changes, code, from_to(constant, other), other);
      }
    }
  } else if (operation == 28 || operation == 20) {  // ubfx, sbfx: width minus one
    const std::uint32_t width = code.second & 31U;
    changes.add("one bit more", code.first, (code.second & ~31U) | std::min(width + 1U, 31U));
    if (width != 0) {
      changes.add("one bit less", code.first, (code.second & ~31U) | (width - 1U));
    }
  }
}

/// strd rt, rt2, [rn, #offset] with a positive offset and no write-back: one of the two words is not stored.
void add_pair(Changes& changes, const Instruction& code) {
  const std::uint32_t offset = (code.second & 0xFFU) * 4;
  const std::uint32_t base = code.first & 15U;
  if ((code.first & 0xFFF0U) == 0xE9C0U) {
    changes.add("without the first word", 0xF8C0U | base, (code.second >> 8U & 15U) << 12U | (offset + 4));
    changes.add("without the second word", 0xF8C0U | base, (code.second >> 12U) << 12U | offset);
  }
  if (code.second >> 12U != (code.second >> 8U & 15U)) {
    changes.add("words exchanged", code.first,
                (code.second & 0xFFU) | (code.second >> 12U) << 8U | (code.second >> 8U & 15U) << 12U);
  }
}

void add_wide_branch(Changes& changes, const Instruction& code) {
  const unsigned condition = code.first >> 6U & 15U;
  changes.add("opposite", code.first ^ 0x40U, code.second);
  changes.leave_out();
  if (const auto other = with_other_equal_case(condition)) {
    changes.add("other equal case", (code.first & ~0x3C0U) | *other << 6U, code.second);
  }
}

std::vector<Change> changes_of_wide(const Instruction& code) {
  Changes changes(code);
  const bool is_barrier = code.first == 0xF3BFU;
  const bool is_call = (code.first & 0xF800U) == 0xF000U && (code.second & 0xD000U) == 0xD000U;
  const bool is_write_of_special = (code.first & 0xFFE0U) == 0xF380U && (code.second & 0xD000U) == 0x8000U;
  const bool is_branch =
      (code.first & 0xF800U) == 0xF000U && (code.second & 0xD000U) == 0x8000U && (code.first >> 6U & 15U) < kAlways;
  const bool is_pair = (code.first & 0xFE40U) == 0xE840U && (code.first & 0x0120U) != 0;
  const bool is_test = (code.first & 0xFFF0U) == 0xE840U && (code.second & 0xF03FU) == 0xF000U;
  const bool is_store =
      (code.first & 0xFF10U) == 0xF800U || (is_pair && (code.first & 0x10U) == 0) || (code.first & 0xFFD0U) == 0xE880U;
  const bool is_push = code.first == 0xE92DU || (code.first == 0xF84DU && (code.second & 0x0FFFU) == 0x0D04U);
  const bool is_pop = code.first == 0xE8BDU || (code.first == 0xF85DU && (code.second & 0x0FFFU) == 0x0B04U);
  if (is_barrier || is_push || is_pop) {
    return {};  // the emulator executes in order
  }
  if (is_branch && !is_write_of_special) {
    add_wide_branch(changes, code);
  } else if (is_call || is_write_of_special || is_store || code.in_assembly) {
    changes.leave_out();
  }
  if (is_pair && code.first != 0xE97FU) {  // sg looks like a pair
    add_pair(changes, code);
  }
  if (is_test) {
    changes.add("of the other privilege", code.first, code.second ^ 0x40U);
    changes.add("of the other world", code.first, code.second ^ 0x80U);
  }
  if ((code.first & 0xF800U) == 0xF000U && (code.second & 0x8000U) == 0) {
    add_wide_constants(changes, code);
  }
  return changes.take();
}

}  // namespace

std::vector<Change> changes_of(const Instruction& instruction) {
  return instruction.is_wide() ? changes_of_wide(instruction) : changes_of_narrow(instruction);
}

std::optional<std::int32_t> literal_of(const Instruction& instruction) {
  if ((instruction.first & 0xF800U) == 0x4800U) {
    return static_cast<std::int32_t>(instruction.first & 0xFFU) * 4;
  }
  if ((instruction.first & 0xFF7FU) == 0xF85FU) {
    const auto distance = static_cast<std::int32_t>(instruction.second & 0xFFFU);
    return (instruction.first & 0x80U) != 0 ? distance : -distance;
  }
  return std::nullopt;
}

std::uint32_t form_of(const Instruction& instruction) {
  if (!instruction.is_wide()) {
    const bool names_a_place =
        literal_of(instruction) || (instruction.first & 0xE000U) == 0xC000U || (instruction.first & 0xF500U) == 0xB100U;
    return names_a_place ? instruction.first & 0xFF00U : instruction.first;
  }
  const bool is_branch = (instruction.first & 0xF800U) == 0xF000U && (instruction.second & 0x8000U) != 0 &&
                         (instruction.first & 0xFFE0U) != 0xF380U;
  if (is_branch) {
    return 0xF000'0000U | (instruction.second & 0xD000U);
  }
  const bool is_address =
      instruction.in_assembly && (instruction.first & 0xFB70U) == 0xF240U;  // movw, movt: half of an address
  if (is_address) {
    return (instruction.first & 0xFBF0U) << 16U | (instruction.second & 0x0F00U);
  }
  return std::uint32_t{instruction.first} << 16U | (literal_of(instruction) ? 0 : instruction.second);
}

std::vector<std::uint32_t> values_near(std::uint32_t value) {
  std::vector<std::uint32_t> others;
  const auto add = [&](std::uint32_t other) {
    if (other != value && std::ranges::find(others, other) == others.end()) {
      others.push_back(other);
    }
  };
  if (value != 0) {
    add(value & (value - 1));            // without the lowest bit
    add(value ^ std::bit_floor(value));  // without the highest
  }
  if (value != 0 && std::bit_floor(value) != 0x8000'0000U) {
    add(value | std::bit_floor(value) << 1U);
  }
  add(value + (value == 0 ? 1 : value & (0U - value)));  // the next multiple of its lowest bit
  return others;
}

std::string hexadecimal(std::uint32_t value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%X", value);
  return text.data();
}

}  // namespace mutate
