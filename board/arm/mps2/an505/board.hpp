// What the port needs to know about this board: what the family does not share.
#pragma once

#include "board/arm/mps2/common/mps2.hpp"

namespace board {

/// SSRAM1 to SSRAM3, and the SRAM of the subsystem. The non-secure world has parts of SSRAM1 and SSRAM3.
inline constexpr std::array<MemoryController, 4> kMemoryControllers{
    MemoryController{.registers = 0x5800'7000, .memory = 0x0000'0000, .size = 0x40'0000},
    MemoryController{.registers = 0x5800'8000, .memory = 0x2800'0000, .size = 0x20'0000},
    MemoryController{.registers = 0x5800'9000, .memory = 0x2820'0000, .size = 0x20'0000},
    MemoryController{.registers = 0x5008'3000, .memory = 0x2000'0000, .size = 0x8000},
};

}  // namespace board
