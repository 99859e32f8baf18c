// SPDX-License-Identifier: Apache-2.0

// The registers that boot sets for the `controllers` of a board, in order: each field has the value of its owner.
// emit/board.cpp writes them as a table of the image, and read/controllers.cpp looks for two that contradict each
// other.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/board.hpp"

namespace postern {

struct BootRegister {
  std::uint64_t address;
  std::uint32_t value;    // with the key of its controller
  std::uint32_t written;  // the bits that are written; 0: the register is only compared
  std::uint32_t kept;     // the bits that are compared
  std::string name;       // of the controller; empty for a register by itself
  Position at;
};

/// What unprivileged secure code may reach.
struct Opened {
  bool memory = false;
  std::set<std::string> devices = {};
};

[[nodiscard]] std::vector<BootRegister> boot_registers(const Board& board, const Opened& opened);

/// Where the range begins in the memory, through any of its addresses; empty if it lies outside.
[[nodiscard]] std::optional<std::uint64_t> offset_in(const Storage& storage, const Memory& range);

}  // namespace postern
