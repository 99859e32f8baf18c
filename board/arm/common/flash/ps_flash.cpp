// SPDX-License-Identifier: Apache-2.0

// The flash of Protected Storage on the boards of QEMU (memory_flash.hpp).
#include "config_tfm.h"
#include "encoding/audit_warning.h"
#include "memory_flash.hpp"
#include "ns_board.h"

AUDIT_WARNING("the flash of Protected Storage is memory, whose content is gone without power");

namespace {

using Flash = MemoryFlash<BOARD_PS_FLASH, PS_FLASH_BLOCK_SIZE, PS_FLASH_BLOCKS, PS_FLASH_PROGRAM_UNIT>;
static_assert(Flash::kSize <= BOARD_PS_FLASH_SIZE,
              "PS_FLASH_BLOCKS of PS_FLASH_BLOCK_SIZE are more than the board's PS_FLASH");

}  // namespace

extern "C" {

psa_status_t storage_flash_open(storage_geometry* geometry) { return Flash::open(*geometry); }

psa_status_t storage_flash_read(std::uint32_t offset, void* bytes, std::size_t size) {
  return Flash::read(offset, bytes, size);
}

psa_status_t storage_flash_program(std::uint32_t offset, const void* bytes, std::size_t size) {
  return Flash::program(offset, bytes, size);
}

psa_status_t storage_flash_erase(std::uint32_t block) { return Flash::erase(block); }
}
