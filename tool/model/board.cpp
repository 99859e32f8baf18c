// SPDX-License-Identifier: Apache-2.0

#include "model/board.hpp"

#include <algorithm>

namespace postern {

namespace {

// One word of a memory protection controller.
constexpr std::uint64_t kBlocksInAWord = 32;

}  // namespace

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

std::uint64_t Board::step_of(const std::string& storage_name) const {
  std::uint64_t step = storage.at(storage_name).controllers.empty() ? 0 : kBlocksInAWord * block_size;
  for (const ProtectionStep& each : controllers) {
    const Controller* const controller = std::get_if<Controller>(&each);
    if (controller != nullptr && controller->memory == storage_name) {
      step = std::max(step, controller->block);
    }
  }
  return step;
}

}  // namespace postern
