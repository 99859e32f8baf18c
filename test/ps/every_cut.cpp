// SPDX-License-Identifier: Apache-2.0

// ./run cuts [SEEDS] [STEPS]: a power cut at every operation of the flash and of the counters of each life, on each
// geometry, with counters and without; and with counters an attacker's copies.
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>

#include "life.hpp"

namespace {

unsigned number(int count, char** words, int which, unsigned otherwise) {
  unsigned value = otherwise;
  if (which < count) {
    std::from_chars(words[which], words[which] + std::strlen(words[which]), value);
  }
  return value;
}

}  // namespace

int main(int count, char** words) try {
  const unsigned seeds = number(count, words, 1, 10);
  const unsigned steps = number(count, words, 2, 60);
  Cuts all;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    for (const storage_geometry& geometry : kPsGeometries) {
      for (const bool has_counters : {true, false}) {
        const Cuts cuts = try_cuts(geometry, seed, steps, 1, has_counters);
        all.first = all.broken == 0 ? cuts.first : all.first;
        all.tried += cuts.tried;
        all.broken += cuts.broken;
      }
      const std::string copy = accepted_copy(geometry, seed, steps);
      all.first = all.broken == 0 ? copy : all.first;
      all.broken += copy.empty() ? 0 : 1;
      std::printf("Protected Storage, seed %u of %u, unit %u: %llu cuts, %llu broken\n", seed, seeds,
                  geometry.program_unit, static_cast<unsigned long long>(all.tried),
                  static_cast<unsigned long long>(all.broken));
      std::fflush(stdout);
    }
  }
  if (all.broken > 0) {
    std::printf("first: %s\n", all.first.c_str());
  }
  return all.broken == 0 ? 0 : 1;
} catch (const std::exception& error) {
  std::fputs(error.what(), stderr);
  return 1;
}
