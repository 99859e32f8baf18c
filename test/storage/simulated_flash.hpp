// SPDX-License-Identifier: Apache-2.0

// A flash in memory, behind the driver's functions (partitions/storage/flash.h). It is as strict as flash with ECC: a
// unit that was programmed since the last erase must not be programmed again, whatever its bits are. At a chosen
// operation the power fails: the operation is done in part, and Cut is thrown.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <stdexcept>
#include <vector>

#include "flash.h"

struct Cut {};

// What an interrupted operation leaves: nothing changed, its first half, its second half, or any of its bits.
enum class Tear : std::uint8_t { nothing, first_half, second_half, any_bits };
inline constexpr unsigned kTears = 4;

class SimulatedFlash {
 public:
  explicit SimulatedFlash(storage_geometry given);

  void cut_at(std::uint64_t number, Tear tear) { cut_at_ = operations_ + number, tear_ = tear; }
  void never_cut() { cut_at_ = UINT64_MAX; }
  void flip(std::uint32_t offset, unsigned bit) { bytes.at(offset) ^= static_cast<std::uint8_t>(1U << bit); }

  [[nodiscard]] std::uint64_t operations() const { return operations_; }
  [[nodiscard]] std::uint32_t size() const { return geometry.block_size * geometry.blocks; }

  psa_status_t program(std::uint32_t offset, const std::uint8_t* from, std::size_t count);
  psa_status_t erase(std::uint32_t block);

  // Another memory of the device changes, as a whole or not at all. It counts as an operation too.
  psa_status_t write_elsewhere(const std::function<void()>& write);

  storage_geometry geometry;
  std::vector<std::uint8_t> bytes;
  std::vector<unsigned> erases;
  std::uint64_t fail_at = UINT64_MAX;  // this operation reports an error, having done half

 private:
  [[nodiscard]] bool is_changed(std::size_t index, std::size_t count);

  std::vector<bool> is_programmed_;
  std::uint64_t operations_ = 0;
  std::uint64_t cut_at_ = UINT64_MAX;
  Tear tear_ = Tear::nothing;
  std::minstd_rand random_{1};
};

// The flash that the driver's functions use.
inline SimulatedFlash* flash = nullptr;
