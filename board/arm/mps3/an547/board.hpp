// SPDX-License-Identifier: Apache-2.0

// What the port needs to know about this board: only what board.yaml states.
#pragma once

#include "board_tables.hpp"
