// SPDX-License-Identifier: Apache-2.0

#include "decode/fault_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace postern::decode {

namespace {

struct Bit {
  unsigned number;
  const char* name;
};

constexpr Bit kConfigurable[] = {
    {0, "IACCVIOL"},  {1, "DACCVIOL"}, {3, "MUNSTKERR"},  {4, "MSTKERR"},      {5, "MLSPERR"},
    {7, "MMARVALID"}, {8, "IBUSERR"},  {9, "PRECISERR"},  {10, "IMPRECISERR"}, {11, "UNSTKERR"},
    {12, "STKERR"},   {13, "LSPERR"},  {15, "BFARVALID"}, {16, "UNDEFINSTR"},  {17, "INVSTATE"},
    {18, "INVPC"},    {19, "NOCP"},    {20, "STKOF"},     {24, "UNALIGNED"},   {25, "DIVBYZERO"},
};
constexpr Bit kHard[] = {{1, "VECTTBL"}, {30, "FORCED"}, {31, "DEBUGEVT"}};
constexpr Bit kSecure[] = {{0, "INVEP"},   {1, "INVIS"},  {2, "INVER"},     {3, "AUVIOL"},
                           {4, "INVTRAN"}, {5, "LSPERR"}, {6, "SFARVALID"}, {7, "LSERR"}};

constexpr std::uint32_t bit(unsigned number) { return 1U << number; }

/// The causes of CFSR, the first that applies.
struct CauseOfBits {
  std::uint32_t bits;
  Cause cause;
};
constexpr CauseOfBits kCauses[] = {
    {bit(20), Cause::stack_overflow},
    {bit(4) | bit(12) | bit(3) | bit(11), Cause::frame_not_written},
    {bit(0) | bit(8), Cause::fetch},
    {bit(1) | bit(9), Cause::access},
    {bit(5) | bit(10) | bit(13), Cause::access_unknown},
    {bit(19), Cause::no_coprocessor},
    {bit(25), Cause::divide},
    {bit(24), Cause::unaligned},
    {bit(17), Cause::no_thumb},
    {bit(18), Cause::invalid_return},
    {bit(16), Cause::undefined},
};

Cause cause_of(std::uint32_t status) {
  const auto* const found = std::find_if(std::begin(kCauses), std::end(kCauses),
                                         [&](const CauseOfBits& each) { return (status & each.bits) != 0; });
  return found == std::end(kCauses) ? Cause::none : found->cause;
}

std::optional<std::uint32_t> address_in(std::uint32_t status, std::uint32_t memory, std::uint32_t bus) {
  if ((status & kMemoryAddressValid) != 0) {
    return memory;
  }
  return (status & kBusAddressValid) != 0 ? std::optional(bus) : std::nullopt;
}

FaultWords of_configurable(std::uint32_t status, std::uint32_t memory, std::uint32_t bus) {
  FaultWords words{cause_of(status), address_in(status, memory, bus), false};
  if (words.cause == Cause::access && !words.address) {
    words.cause = Cause::access_unknown;
  }
  return words;
}

FaultWords of_security(std::uint32_t status, std::uint32_t address) {
  FaultWords words;
  if ((status & (bit(1) | bit(2))) != 0) {
    words.cause = Cause::forged_return;
  } else if ((status & bit(0)) != 0) {
    words.cause = Cause::no_entry;
  } else if ((status & bit(3)) != 0) {
    words.cause = Cause::secure_access;
    words.address = (status & kSecureAddressValid) != 0 ? std::optional(address) : std::nullopt;
  } else if (status != 0) {
    words.cause = Cause::other_security;
  }
  return words;
}

template <std::size_t count>
std::string shown(const char* name, std::uint32_t value, const Bit (&bits)[count]) {
  if (value == 0) {
    return "";
  }
  std::string names;
  for (const Bit& each : bits) {
    if ((value & bit(each.number)) != 0) {
      names += (names.empty() ? "" : " ") + std::string(each.name);
    }
  }
  return fmt::format(" {} 0x{:08X} ({})", name, value, names);
}

std::string address(const char* name, bool is_valid, std::uint32_t value) {
  return is_valid ? fmt::format(" {} 0x{:08X}", name, value) : "";
}

}  // namespace

FaultWords words_of(const encoding::FaultRegisters& fault) {
  if (FaultWords words = of_security(fault.secure_status, fault.secure_address); words.cause != Cause::none) {
    return words;
  }
  FaultWords words = of_configurable(fault.configurable_status, fault.memory_address, fault.bus_address);
  if (words.cause != Cause::none) {
    return words;
  }
  if ((fault.hard_status & bit(1)) != 0) {
    return {Cause::vector_table, std::nullopt, false};
  }
  if ((fault.hard_status & bit(31)) != 0) {
    return {Cause::breakpoint, std::nullopt, false};
  }
  words = of_configurable(fault.non_secure_status, fault.non_secure_address, fault.bus_address);
  words.is_of_non_secure_bank = words.cause != Cause::none;
  return words;
}

std::string valid_registers(const encoding::FaultRegisters& fault) {
  const std::uint32_t status = fault.configurable_status;
  const std::uint32_t non_secure = fault.non_secure_status;
  std::string text = shown("CFSR", status, kConfigurable) +
                     address("MMFAR", (status & kMemoryAddressValid) != 0, fault.memory_address) +
                     address("BFAR", (status & kBusAddressValid) != 0, fault.bus_address) +
                     shown("HFSR", fault.hard_status, kHard) + shown("SFSR", fault.secure_status, kSecure) +
                     address("SFAR", (fault.secure_status & kSecureAddressValid) != 0, fault.secure_address) +
                     shown("CFSR_NS", non_secure, kConfigurable) +
                     address("MMFAR_NS", (non_secure & kMemoryAddressValid) != 0, fault.non_secure_address);
  return text.empty() ? text : text.substr(1);
}

}  // namespace postern::decode
