// SPDX-License-Identifier: Apache-2.0

#include "simulated_flash.hpp"

#include <algorithm>
#include <cstring>

SimulatedFlash::SimulatedFlash(storage_geometry given)
    : geometry(given),
      bytes(static_cast<std::size_t>(given.block_size) * given.blocks, 0xFF),
      erases(given.blocks),
      is_programmed_(bytes.size() / given.program_unit) {}

// Whether an interrupted operation changed its byte `index` of `count`; for any_bits the byte's bits are drawn later.
bool SimulatedFlash::is_changed(std::size_t index, std::size_t count) {
  switch (tear_) {
    case Tear::nothing: return false;
    case Tear::first_half: return index < (count + 1) / 2;
    case Tear::second_half: return index >= count / 2;
    case Tear::any_bits: return true;
  }
  return false;
}

psa_status_t SimulatedFlash::program(std::uint32_t offset, const std::uint8_t* from, std::size_t count) {
  const std::uint32_t unit = geometry.program_unit;
  if (offset % unit != 0 || count % unit != 0 || offset + count > bytes.size()) {
    throw std::logic_error("a range to program that is not whole units");
  }
  const bool is_cut = operations_ == cut_at_;
  const bool fails = operations_ == fail_at;
  ++operations_;
  if (is_cut && tear_ == Tear::nothing) {
    throw Cut{};
  }
  for (std::size_t i = offset / unit; i < (offset + count) / unit; ++i) {
    if (is_programmed_[i]) {
      throw std::logic_error("a unit is programmed twice");
    }
    is_programmed_[i] = true;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint8_t mask = 0xFF;
    if (is_cut) {
      mask = !is_changed(i, count) ? 0 : tear_ == Tear::any_bits ? static_cast<std::uint8_t>(random_() >> 8) : 0xFF;
    } else if (fails && i >= count / 2) {
      mask = 0;
    }
    bytes[offset + i] &= static_cast<std::uint8_t>(from[i] | ~mask);
  }
  if (is_cut) {
    throw Cut{};
  }
  return fails ? PSA_ERROR_HARDWARE_FAILURE : PSA_SUCCESS;
}

psa_status_t SimulatedFlash::erase(std::uint32_t block) {
  const bool is_cut = operations_ == cut_at_;
  const bool fails = operations_ == fail_at;
  ++operations_;
  ++erases.at(block);
  const std::size_t first = static_cast<std::size_t>(block) * geometry.block_size;
  for (std::size_t i = 0; i < geometry.block_size; ++i) {
    std::uint8_t mask = 0xFF;
    if (is_cut) {
      mask = !is_changed(i, geometry.block_size) ? 0
             : tear_ == Tear::any_bits           ? static_cast<std::uint8_t>(random_() >> 8)
                                                 : 0xFF;
    } else if (fails) {
      mask = 0;
    }
    bytes[first + i] |= mask;
  }
  if (is_cut) {
    throw Cut{};  // what was programmed stays so: the block has to be erased again
  }
  if (!fails) {
    const std::size_t units = geometry.block_size / geometry.program_unit;
    std::fill_n(is_programmed_.begin() + static_cast<std::ptrdiff_t>(block * units), units, false);
  }
  return fails ? PSA_ERROR_HARDWARE_FAILURE : PSA_SUCCESS;
}

psa_status_t SimulatedFlash::write_elsewhere(const std::function<void()>& write) {
  const bool is_cut = operations_ == cut_at_;
  const bool fails = operations_ == fail_at;
  ++operations_;
  if (is_cut && tear_ == Tear::nothing) {
    throw Cut{};
  }
  if (!fails) {
    write();
  }
  if (is_cut) {
    throw Cut{};
  }
  return fails ? PSA_ERROR_HARDWARE_FAILURE : PSA_SUCCESS;
}

extern "C" {

psa_status_t storage_flash_open(storage_geometry* geometry) {
  *geometry = flash->geometry;
  return PSA_SUCCESS;
}

psa_status_t storage_flash_read(std::uint32_t offset, void* to, std::size_t size) {
  if (offset + size > flash->bytes.size()) {
    throw std::logic_error("a range to read that is not in the flash");
  }
  std::memcpy(to, flash->bytes.data() + offset, size);
  return PSA_SUCCESS;
}

psa_status_t storage_flash_program(std::uint32_t offset, const void* from, std::size_t size) {
  return flash->program(offset, static_cast<const std::uint8_t*>(from), size);
}

psa_status_t storage_flash_erase(std::uint32_t block) { return flash->erase(block); }
}
