// SPDX-License-Identifier: Apache-2.0

// Flash of the host: memory of the partition, which is erased when the program starts.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "config_tfm.h"
#include "flash.h"

namespace {

constexpr std::uint8_t kErased = 0xFF;
constexpr std::size_t kSize = std::size_t{ITS_FLASH_BLOCK_SIZE} * ITS_FLASH_BLOCKS;

std::uint8_t complements[kSize];  // zeros are erased

}  // namespace

extern "C" {

psa_status_t storage_flash_open(storage_geometry* geometry) {
  *geometry = {ITS_FLASH_BLOCK_SIZE, ITS_FLASH_BLOCKS, ITS_FLASH_PROGRAM_UNIT};
  return PSA_SUCCESS;
}

psa_status_t storage_flash_read(std::uint32_t offset, void* bytes, std::size_t size) {
  std::transform(complements + offset, complements + offset + size, static_cast<std::uint8_t*>(bytes),
                 [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ kErased); });
  return PSA_SUCCESS;
}

psa_status_t storage_flash_program(std::uint32_t offset, const void* bytes, std::size_t size) {
  if (std::any_of(complements + offset, complements + offset + size, [](std::uint8_t byte) { return byte != 0; })) {
    return PSA_ERROR_HARDWARE_FAILURE;
  }
  const auto* const from = static_cast<const std::uint8_t*>(bytes);
  std::transform(from, from + size, complements + offset,
                 [](std::uint8_t byte) { return static_cast<std::uint8_t>(byte ^ kErased); });
  return PSA_SUCCESS;
}

psa_status_t storage_flash_erase(std::uint32_t block) {
  std::fill_n(complements + std::size_t{block} * ITS_FLASH_BLOCK_SIZE, ITS_FLASH_BLOCK_SIZE, std::uint8_t{0});
  return PSA_SUCCESS;
}
}
