// SPDX-License-Identifier: Apache-2.0

// NOR flash as this board has it: an erase sets bits, and programming clears them. The machine of QEMU has memory there
// that begins as zeros, so the first start erases it and leaves a mark behind the blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "flash.h"

template <std::uintptr_t base, std::uint32_t block_size, std::uint32_t blocks, std::uint32_t unit>
struct NorFlash {
  static constexpr std::uint32_t kMark = 0x600DF1A5;
  static constexpr std::size_t kSize = std::size_t{block_size} * blocks;

  static volatile std::uint8_t* at(std::size_t offset) {
    return reinterpret_cast<volatile std::uint8_t*>(base + offset);
  }

  static psa_status_t open(storage_geometry* geometry) {
    auto* const mark = reinterpret_cast<volatile std::uint32_t*>(base + kSize);
    for (std::uint32_t block = 0; *mark != kMark && block < blocks; ++block) {
      (void)erase(block);
    }
    *mark = kMark;
    *geometry = {block_size, blocks, unit};
    return PSA_SUCCESS;
  }
  static psa_status_t read(std::uint32_t offset, void* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      static_cast<std::uint8_t*>(bytes)[i] = *at(offset + i);
    }
    return PSA_SUCCESS;
  }
  static psa_status_t program(std::uint32_t offset, const void* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      *at(offset + i) = *at(offset + i) & static_cast<const std::uint8_t*>(bytes)[i];
    }
    return PSA_SUCCESS;
  }
  static psa_status_t erase(std::uint32_t block) {
    for (std::size_t i = 0; i < block_size; ++i) {
      *at(std::size_t{block} * block_size + i) = 0xFF;
    }
    return PSA_SUCCESS;
  }
};
