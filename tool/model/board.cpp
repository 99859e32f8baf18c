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
