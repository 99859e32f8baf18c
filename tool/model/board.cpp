// SPDX-License-Identifier: Apache-2.0

#include "model/board.hpp"

namespace postern {

Memory Board::memory_of(const std::string& memory_name) const {
  const auto found = memory.find(memory_name);
  return found == memory.end() ? Memory{} : found->second;
}

Board any_board() {
  constexpr unsigned kMostInterrupts = 480;
  Board board;
  board.is_any = true;
  board.isolation_levels = {1, 2, 3};
  board.interrupt_count = kMostInterrupts;
  return board;
}

}  // namespace postern
