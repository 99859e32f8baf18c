// SPDX-License-Identifier: Apache-2.0

// A device with Protected Storage, on the PC: the service as it is, on a simulated flash, with counters of their own
// memory and with a fake Crypto service. What an attacker does is done to `flash` and `counters`.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "counters.h"
#include "fake_crypto.hpp"
#include "objects.hpp"
#include "psa/storage_common.h"
#include "simulated_flash.hpp"

using Data = std::vector<std::uint8_t>;

inline constexpr std::array<storage_geometry, 4> kPsGeometries{
    {{1024, 8, 1}, {1024, 7, 4}, {2048, 4, 8}, {2048, 4, 16}}};
inline constexpr std::int32_t kFirst = -1;
inline constexpr std::int32_t kSecond = 3900;

struct Answer {
  psa_status_t status;
  Data data;
};

class Device {
 public:
  explicit Device(const storage_geometry& geometry);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  /// Forgets all that is in RAM.
  void reset();

  // psa_ps_*() of one client.
  psa_status_t set(std::int32_t client, std::uint64_t uid, const Data& data, std::uint32_t flags = 0);
  Answer get(std::int32_t client, std::uint64_t uid, std::size_t offset = 0, std::size_t size = 1000);
  psa_status_t remove(std::int32_t client, std::uint64_t uid);
  psa_status_t create(std::int32_t client, std::uint64_t uid, std::size_t capacity, std::uint32_t flags = 0);
  psa_status_t set_extended(std::int32_t client, std::uint64_t uid, std::size_t offset, const Data& data);
  std::pair<psa_status_t, psa_storage_info_t> get_info(std::int32_t client, std::uint64_t uid);

  /// Any message: its type, its inputs, and the room for its output.
  Answer send(std::int32_t client, std::int32_t type, const std::vector<Data>& inputs, std::size_t room);

  SimulatedFlash simulated;
  std::optional<ps_counters> counters = ps_counters{0, 0};  // nothing: the device has none
  psa_status_t counters_status = PSA_SUCCESS;               // what reading them answers
  FakeCrypto fake_crypto;

 private:
  postern::ps::Room room_{};
  std::unique_ptr<postern::ps::Objects> objects_;
};

/// What is to be there, by client and uid.
struct Asset {
  Data data;
  std::size_t capacity;

  bool operator==(const Asset&) const = default;
};
using Assets = std::map<std::pair<std::int32_t, std::uint64_t>, Asset>;
inline constexpr std::uint64_t kMostUids = 4;  // of each client, beginning with 1

/// What the device has of them, or the first error.
struct Found {
  psa_status_t status;
  Assets assets;
};
[[nodiscard]] Found assets_of(Device& device);
