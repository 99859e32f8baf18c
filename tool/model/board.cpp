#include "model/board.hpp"

namespace postern {

Memory Board::memory_of(const std::string& memory_name) const {
  const auto found = memory.find(memory_name);
  return found == memory.end() ? Memory{} : found->second;
}

}  // namespace postern
