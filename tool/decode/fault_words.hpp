// SPDX-License-Identifier: Apache-2.0

// What the fault registers of an Armv8-M processor say, in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "encoding/panic_record.hpp"

namespace postern::decode {

/// What tells that an address register has the address of this fault: in CFSR for MMFAR and BFAR, in SFSR for SFAR.
inline constexpr std::uint32_t kMemoryAddressValid = 1U << 7U;
inline constexpr std::uint32_t kBusAddressValid = 1U << 15U;
inline constexpr std::uint32_t kSecureAddressValid = 1U << 6U;

enum class Cause {
  none,
  stack_overflow,
  frame_not_written,
  forged_return,
  no_entry,       // branched into the secure world beside the gates
  secure_access,  // of the non-secure world to secure memory
  other_security,
  fetch,           // of an instruction
  access,          // of data, at an address that is known
  access_unknown,  // the address is not
  vector_table,
  undefined,
  no_coprocessor,
  no_thumb,
  invalid_return,
  unaligned,
  divide,
  breakpoint,
};

struct FaultWords {
  Cause cause = Cause::none;
  std::optional<std::uint32_t> address;  // that was accessed
  bool is_of_non_secure_bank = false;    // the cause is in the registers of the non-secure world
};

/// The first cause, and its address register where that is valid.
[[nodiscard]] FaultWords words_of(const encoding::FaultRegisters& fault);

/// The registers that are valid, with the names of their bits: "CFSR 0x00000082 (DACCVIOL MMARVALID) MMFAR 0x...".
[[nodiscard]] std::string valid_registers(const encoding::FaultRegisters& fault);

}  // namespace postern::decode
