// SPDX-License-Identifier: Apache-2.0

#include "life.hpp"

#include <exception>
#include <stdexcept>

namespace {

constexpr std::size_t kMostData = 120;
constexpr unsigned kAgainIn = 8;
constexpr unsigned kOperationsAgain = 12;

void expect(psa_status_t status, const char* what) {
  if (status != PSA_SUCCESS) {
    throw std::runtime_error(std::string(what) + " answered " + std::to_string(status));
  }
}

// True if the power failed.
bool fails(Life& life, unsigned& steps) {
  try {
    for (; steps > 0; --steps) {
      life.step();
    }
  } catch (const Cut&) {
    --steps;
    return true;
  }
  return false;
}

void recover(Device& device, Life& life) {
  device.reset();
  if (const std::string text = life.difference(); !text.empty()) {
    throw std::runtime_error(text);
  }
}

class Tries {
 public:
  Tries(const storage_geometry& geometry, unsigned seed, unsigned steps, bool has_counters)
      : geometry_(geometry), seed_(seed), steps_(steps), has_counters_(has_counters) {}

  // Whether the life is long enough to be cut there. With `again`, a second cut at that operation after the first.
  bool attempt(std::uint64_t at, Tear tear, std::uint64_t again) {
    Device device(geometry_);
    device.fake_crypto.is_random = !has_counters_;
    if (!has_counters_) {
      device.counters.reset();
    }
    Life life(device, seed_);
    unsigned steps = steps_;
    device.simulated.cut_at(at, tear);
    std::string problem;
    try {
      if (!fails(life, steps)) {
        return false;
      }
      if (again != 0) {
        device.simulated.cut_at(again - 1, static_cast<Tear>((static_cast<unsigned>(tear) + again) % kTears));
        recover_and_continue(device, life, steps);
      }
      device.simulated.never_cut();
      recover(device, life);
      (void)fails(life, steps);
      recover(device, life);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    if (device.simulated.operations() < at) {
      problem += "; never cut";
    }
    ++cuts.tried;
    if (!problem.empty() && cuts.broken++ == 0) {
      cuts.first = "seed " + std::to_string(seed_) + ", operation " + std::to_string(at) + ", tear " +
                   std::to_string(static_cast<unsigned>(tear)) + ", again " + std::to_string(again) + ": " + problem;
    }
    return device.simulated.operations() >= at;
  }

  Cuts cuts;

 private:
  static void recover_and_continue(Device& device, Life& life, unsigned& steps) {
    try {
      recover(device, life);
    } catch (const Cut&) {
      return;
    }
    (void)fails(life, steps);
  }

  storage_geometry geometry_;
  unsigned seed_;
  unsigned steps_;
  bool has_counters_;
};

}  // namespace

Data Life::some_data(std::size_t most) {
  Data data(random_() % (most + 1));
  for (std::uint8_t& byte : data) {
    byte = static_cast<std::uint8_t>(random_() >> 8U);
  }
  return data;
}

void Life::step() {
  const std::int32_t client = random_() % 2 == 0 ? kFirst : kSecond;
  const std::uint64_t uid = 1 + random_() % kMostUids;
  before = after;
  change(client, uid);
  before = after;
}

void Life::change(std::int32_t client, std::uint64_t uid) {
  const auto old = after.find({client, uid});
  const unsigned choice = random_() % 8;
  if (old != after.end() && choice < 2) {
    after.erase(old);
    expect(device_.remove(client, uid), "remove");
  } else if (old == after.end() && after.size() == PS_NUM_ASSETS) {
    if (device_.set(client, uid, {1}) != PSA_ERROR_INSUFFICIENT_STORAGE) {
      throw std::runtime_error("one more than the storage has room for");
    }
  } else if (old == after.end() && choice < 3) {
    after[{client, uid}] = {{}, kMostData};
    expect(device_.create(client, uid, kMostData), "create");
  } else if (old != after.end() && choice < 6) {
    Asset& asset = old->second;
    const std::size_t offset = random_() % (asset.data.size() + 1);
    const Data part = some_data(asset.capacity - offset);
    asset.data.resize(std::max(asset.data.size(), offset + part.size()));
    std::copy(part.begin(), part.end(), asset.data.begin() + static_cast<std::ptrdiff_t>(offset));
    expect(device_.set_extended(client, uid, offset, part), "set_extended");
  } else {
    const Data data = some_data(kMostData);
    after[{client, uid}] = {data, data.size()};
    expect(device_.set(client, uid, data), "set");
  }
}

std::string Life::difference() {
  const Found found = assets_of(device_);
  if (found.status != PSA_SUCCESS) {
    return "a request answered " + std::to_string(found.status);
  }
  if (found.assets != after && found.assets != before) {
    return "the content is neither the old one nor the new one";
  }
  before = after = found.assets;
  return "";
}

Cuts try_cuts(const storage_geometry& geometry, unsigned seed, unsigned steps, unsigned each, bool has_counters) {
  Tries tries(geometry, seed, steps, has_counters);
  bool is_long_enough = true;
  for (std::uint64_t at = 0; is_long_enough; at += each) {
    for (unsigned tear = 0; tear < kTears && is_long_enough; ++tear) {
      const std::uint64_t most = at / each % kAgainIn == 0 ? kOperationsAgain : 0;
      for (std::uint64_t again = 0; again <= most && is_long_enough; ++again) {
        is_long_enough = tries.attempt(at, static_cast<Tear>(tear), again);
      }
    }
  }
  return tries.cuts;
}

std::string accepted_copy(const storage_geometry& geometry, unsigned seed, unsigned steps) {
  Device device(geometry);
  device.fake_crypto.is_random = false;
  Life life(device, seed);
  std::minstd_rand random(seed + 1);
  std::vector<SimulatedFlash> copies;
  for (unsigned i = 0; i < steps; ++i) {
    const SimulatedFlash old = device.simulated;
    device.simulated.cut_at(random() % 3 == 0 ? random() % 40 : UINT32_MAX, static_cast<Tear>(random() % kTears));
    try {
      life.step();
    } catch (const Cut&) {
      copies.push_back(device.simulated);
      if (random() % 2 == 0) {
        device.simulated = old;  // refused if the change had happened already
        device.simulated.never_cut();
        device.reset();
        if (assets_of(device).status == PSA_ERROR_INVALID_SIGNATURE) {
          device.simulated = copies.back();
        }
      }
    }
    device.simulated.never_cut();
    copies.push_back(device.simulated);
    recover(device, life);
  }
  const ps_counters counters = device.counters.value();
  for (const SimulatedFlash& copy : copies) {
    device.simulated = copy;
    device.simulated.never_cut();
    device.counters = counters;
    device.reset();
    const Found found = assets_of(device);
    if (found.status != PSA_ERROR_INVALID_SIGNATURE && found.assets != life.after) {
      return "an older copy is accepted, status " + std::to_string(found.status);
    }
  }
  return "";
}
