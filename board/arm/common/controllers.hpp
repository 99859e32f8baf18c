// SPDX-License-Identifier: Apache-2.0

// Controllers that a board.yaml describes as registers, in its `controllers`. `postern` works out the word of each
// register and writes them as a table in the order of boot; the code here knows no controller.
#pragma once

#include <cstdint>

namespace port {
class Boundaries;
}

namespace board {

/// Registers at equal distances that get the same value. `written` has the bits that are written, the others stay as
/// they are; without any, the register is a precondition, and boot stops if it holds another value. `kept` has the bits
/// that read back as written: a key does not.
struct RegisterRun {
  std::uintptr_t first;
  std::uint16_t count;
  std::uint16_t step;
  std::uint32_t value;
  std::uint32_t written;
  std::uint32_t kept;
};

/// Walks the registers of kRegisterRuns.
void set_described(port::Boundaries& boundaries);

}  // namespace board
