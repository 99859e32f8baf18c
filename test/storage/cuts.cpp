// SPDX-License-Identifier: Apache-2.0

#include "cuts.hpp"

#include <exception>

#include "history.hpp"

namespace {

constexpr unsigned kAgainIn = 8;
constexpr unsigned kOperationsAgain = 12;

// Boots after a cut and compares. Throws what is wrong.
void recover(History& history) {
  Booted booted;
  if (const psa_status_t status = booted.store.open(); status != PSA_SUCCESS) {
    throw std::runtime_error("open answered " + std::to_string(status));
  }
  if (const std::string text = history.difference(booted); !text.empty()) {
    throw std::runtime_error(text);
  }
}

// Runs until the power fails or the history ends. Whether it failed.
bool fails(History& history) {
  Booted booted;
  try {
    if (const psa_status_t status = booted.store.open(); status != PSA_SUCCESS) {
      throw std::runtime_error("open answered " + std::to_string(status));
    }
    history.run(booted);
  } catch (const Cut&) {
    return true;
  }
  return false;
}

class Tries {
 public:
  Tries(const storage_geometry& geometry, unsigned seed, unsigned steps, unsigned each)
      : geometry_(geometry), seed_(seed), steps_(steps), each_(each) {}

  Cuts all() {
    for (std::uint64_t at = 0; attempt(at); at += each_) {
    }
    return cuts_;
  }

 private:
  // Whether the history is long enough to be cut there.
  bool attempt(std::uint64_t at) {
    for (unsigned tear = 0; tear < kTears; ++tear) {
      for (std::uint64_t again = 0; again <= (at / each_ % kAgainIn == 0 ? kOperationsAgain : 0); ++again) {
        if (!attempt(at, static_cast<Tear>(tear), again)) {
          return false;
        }
      }
    }
    return true;
  }

  // With `again`, a second cut at that operation after the first.
  bool attempt(std::uint64_t at, Tear tear, std::uint64_t again) {
    SimulatedFlash simulated(geometry_);
    flash = &simulated;
    History history(seed_, steps_);
    simulated.cut_at(at, tear);
    std::string problem;
    try {
      if (!fails(history)) {
        return false;
      }
      if (again != 0) {
        simulated.cut_at(again - 1, static_cast<Tear>((static_cast<unsigned>(tear) + again) % kTears));
        recover_and_continue(history);
      }
      simulated.never_cut();
      recover(history);
      (void)fails(history);
      recover(history);
    } catch (const std::exception& error) {
      problem = error.what();
    }
    ++cuts_.tried;
    if (!problem.empty() && cuts_.broken++ == 0) {
      cuts_.first = "seed " + std::to_string(seed_) + ", operation " + std::to_string(at) + ", tear " +
                    std::to_string(static_cast<unsigned>(tear)) + ", again " + std::to_string(again) + ": " + problem;
    }
    return true;
  }

  static void recover_and_continue(History& history) {
    try {
      recover(history);
    } catch (const Cut&) {
      return;
    }
    (void)fails(history);
  }

  storage_geometry geometry_;
  unsigned seed_;
  unsigned steps_;
  unsigned each_;
  Cuts cuts_;
};

}  // namespace

Cuts try_cuts(const storage_geometry& geometry, unsigned seed, unsigned steps, unsigned each) {
  return Tries(geometry, seed, steps, each).all();
}
