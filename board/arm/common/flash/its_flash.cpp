// SPDX-License-Identifier: Apache-2.0

// The boards of QEMU have no flash that can be programmed. This driver makes a part of their memory behave like flash:
// an erase sets bits, and what is not erased cannot be programmed. Memory begins as zeros and must begin as erased, so
// it holds the complement of each byte. With a memory that QEMU keeps in a file the content survives (doc/services.md).
#include <cstddef>
#include <cstdint>

#include "config_tfm.h"
#include "flash.h"
#include "ns_board.h"

namespace {

constexpr std::size_t kSize = std::size_t{ITS_FLASH_BLOCK_SIZE} * ITS_FLASH_BLOCKS;
static_assert(kSize <= BOARD_ITS_FLASH_SIZE,
              "ITS_FLASH_BLOCKS of ITS_FLASH_BLOCK_SIZE are more than the board's ITS_FLASH");

volatile std::uint8_t& cell(std::size_t offset) {
  return *reinterpret_cast<volatile std::uint8_t*>(std::uintptr_t{BOARD_ITS_FLASH} + offset);
}

bool is_outside(std::size_t offset, std::size_t size) { return offset > kSize || size > kSize - offset; }

}  // namespace

extern "C" {

psa_status_t storage_flash_open(storage_geometry* geometry) {
  *geometry = {ITS_FLASH_BLOCK_SIZE, ITS_FLASH_BLOCKS, ITS_FLASH_PROGRAM_UNIT};
  return PSA_SUCCESS;
}

psa_status_t storage_flash_read(std::uint32_t offset, void* bytes, std::size_t size) {
  if (is_outside(offset, size)) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  auto* const to = static_cast<std::uint8_t*>(bytes);
  for (std::size_t i = 0; i < size; ++i) {
    to[i] = static_cast<std::uint8_t>(~cell(offset + i));
  }
  return PSA_SUCCESS;
}

psa_status_t storage_flash_program(std::uint32_t offset, const void* bytes, std::size_t size) {
  if (is_outside(offset, size) || offset % ITS_FLASH_PROGRAM_UNIT != 0 || size % ITS_FLASH_PROGRAM_UNIT != 0) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  const auto* const from = static_cast<const std::uint8_t*>(bytes);
  for (std::size_t i = 0; i < size; ++i) {
    if (cell(offset + i) != 0) {
      return PSA_ERROR_HARDWARE_FAILURE;
    }
    cell(offset + i) = static_cast<std::uint8_t>(~from[i]);
  }
  return PSA_SUCCESS;
}

psa_status_t storage_flash_erase(std::uint32_t block) {
  if (block >= ITS_FLASH_BLOCKS) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  for (std::size_t i = 0; i < ITS_FLASH_BLOCK_SIZE; ++i) {
    cell(std::size_t{block} * ITS_FLASH_BLOCK_SIZE + i) = 0;
  }
  return PSA_SUCCESS;
}
}
