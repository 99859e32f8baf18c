// SPDX-License-Identifier: Apache-2.0

// The owner of each address, aliases included: board.yaml's memories and devices, laid out over the address space.
// check/ and read/ ask it whether a partition may have a range that it names by number or by an added name.
#pragma once

#include <optional>
#include <string>

#include "model/board.hpp"
#include "text/diagnostics.hpp"

namespace postern {

/// Fills `board.places`. Reports memories and devices that overlap, and a `memory` outside of all `storage`.
void lay_out(Board& board, Diagnostics& diagnostics);

/// The place of an address, or nullptr where the board has nothing.
[[nodiscard]] const Place* place_of(const Board& board, std::uint64_t address);

/// The first address of the range that no partition may have; empty when a partition may have all of it.
[[nodiscard]] std::optional<std::uint64_t> first_foreign(const Board& board, Memory range);

/// The owner of the address and what it is an alias of: "0x28000000 is an alias of 0x38000000, ...".
[[nodiscard]] std::string describe_owner(const Board& board, std::uint64_t address);
/// The devices and the memory that a partition may ask for.
[[nodiscard]] std::string describe_free(const Board& board);
/// Why no partition may have the device of this name; empty when the board has no such device.
[[nodiscard]] std::string describe_other_device(const Board& board, const std::string& name);

}  // namespace postern
