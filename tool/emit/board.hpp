// SPDX-License-Identifier: Apache-2.0

// The board's tables for the port and for the non-secure program. files.cpp calls it; it relies on board.yaml, and on
// the plan for the owners of devices.
#pragma once

#include <string>

#include "model/board.hpp"
#include "plan/plan.hpp"

namespace postern {

/// board_tables.hpp: what boot gives to the non-secure world, the registers for it, and the kernel's devices.
[[nodiscard]] std::string board_tables_header(const Plan& plan);
/// ns_board.h: the addresses of the board, beginning with the non-secure world's devices.
[[nodiscard]] std::string ns_board_header(const Board& board);

}  // namespace postern
