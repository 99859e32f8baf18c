// Whose an address is, through each alias and mirror: board.yaml's memories and devices, laid out over the address
// space. What a partition asks for by number or by an added name is judged here.
#pragma once

#include <optional>
#include <string>

#include "model/board.hpp"
#include "text/diagnostics.hpp"

namespace postern {

/// Fills `board.places`. A board whose memories or devices overlap, or whose `memory` lies in none of them, is wrong.
void lay_out(Board& board, Diagnostics& diagnostics);

/// The place of an address, or nullptr where the board has nothing.
[[nodiscard]] const Place* place_of(const Board& board, std::uint64_t address);

/// The first address of a range that no partition may have; nothing when all of it may be a partition's.
[[nodiscard]] std::optional<std::uint64_t> first_foreign(const Board& board, Memory range);

/// Whose that address is and what it is another address of: "0x28000000 is another address of 0x38000000, ...".
[[nodiscard]] std::string said_owner(const Board& board, std::uint64_t address);
/// What could have been asked for.
[[nodiscard]] std::string said_free(const Board& board);
/// Why no partition may have a device of this name; empty when the board has none.
[[nodiscard]] std::string said_other_device(const Board& board, const std::string& name);

}  // namespace postern
