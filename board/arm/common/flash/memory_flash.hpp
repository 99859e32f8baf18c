// SPDX-License-Identifier: Apache-2.0

// The boards of QEMU have no flash that can be programmed. This makes a part of their memory behave like flash: an
// erase sets bits, and what is not erased cannot be programmed. Memory begins as zeros and must begin as erased, so it
// holds the complement of each byte. With a memory that QEMU keeps in a file the content survives (doc/services.md).
#pragma once

#include <cstddef>
#include <cstdint>

#include "flash.h"

/// The functions of a driver, for the region at `base`.
template <std::uintptr_t base, std::uint32_t block_size, std::uint32_t blocks, std::uint32_t unit>
class MemoryFlash {
 public:
  static constexpr std::size_t kSize = std::size_t{block_size} * blocks;

  static psa_status_t open(storage_geometry& geometry) {
    geometry = {block_size, blocks, unit};
    return PSA_SUCCESS;
  }

  static psa_status_t read(std::uint32_t offset, void* bytes, std::size_t size) {
    if (is_outside(offset, size)) {
      return PSA_ERROR_INVALID_ARGUMENT;
    }
    auto* const to = static_cast<std::uint8_t*>(bytes);
    for (std::size_t i = 0; i < size; ++i) {
      to[i] = static_cast<std::uint8_t>(~cell(offset + i));
    }
    return PSA_SUCCESS;
  }

  static psa_status_t program(std::uint32_t offset, const void* bytes, std::size_t size) {
    if (is_outside(offset, size) || offset % unit != 0 || size % unit != 0) {
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

  static psa_status_t erase(std::uint32_t block) {
    if (block >= blocks) {
      return PSA_ERROR_INVALID_ARGUMENT;
    }
    for (std::size_t i = 0; i < block_size; ++i) {
      cell(std::size_t{block} * block_size + i) = 0;
    }
    return PSA_SUCCESS;
  }

 private:
  static volatile std::uint8_t& cell(std::size_t offset) {
    return *reinterpret_cast<volatile std::uint8_t*>(base + offset);
  }
  static bool is_outside(std::size_t offset, std::size_t size) { return offset > kSize || size > kSize - offset; }
};
