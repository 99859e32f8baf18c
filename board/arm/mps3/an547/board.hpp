// What the port needs to know about this board: nothing that board.yaml does not say.
#pragma once

#include "board_tables.hpp"
