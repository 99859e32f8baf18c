// SPDX-License-Identifier: Apache-2.0

// Reads `controllers` of a board.yaml: the registers that divide memory and devices between the worlds, where boot has
// no code for the board's security controller.
#pragma once

#include "model/board.hpp"
#include "read/fields.hpp"
#include "text/diagnostics.hpp"

namespace postern {

/// `subsystem`, `block_size` and `controllers`; needs the board's storage.
void read_controllers(Fields& fields, Board& board, Diagnostics& diagnostics);

/// The fields of a controller that a device names.
[[nodiscard]] std::vector<Access> read_access(Fields& fields, Diagnostics& diagnostics);

/// What controllers, memory and devices must agree in; needs the whole board.
void check_controllers(const Board& board, Diagnostics& diagnostics);

}  // namespace postern
