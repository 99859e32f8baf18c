// SPDX-License-Identifier: Apache-2.0

#include "config_tfm.h"
#include "nor_flash.hpp"
#include "ns_board.h"

using Flash = NorFlash<BOARD_PS_FLASH, PS_FLASH_BLOCK_SIZE, PS_FLASH_BLOCKS, PS_FLASH_PROGRAM_UNIT>;

extern "C" {

psa_status_t storage_flash_open(storage_geometry* geometry) { return Flash::open(geometry); }
psa_status_t storage_flash_read(std::uint32_t offset, void* bytes, std::size_t size) {
  return Flash::read(offset, bytes, size);
}
psa_status_t storage_flash_program(std::uint32_t offset, const void* bytes, std::size_t size) {
  return Flash::program(offset, bytes, size);
}
psa_status_t storage_flash_erase(std::uint32_t block) { return Flash::erase(block); }
}
