// SPDX-License-Identifier: Apache-2.0

// ./run cuts [SEEDS] [STEPS]: a power cut at every program and erase of each history, on each geometry.
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>

#include "cuts.hpp"
#include "history.hpp"

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
  const unsigned steps = number(count, words, 2, 300);
  Cuts all;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    for (const storage_geometry& geometry : kGeometries) {
      const Cuts cuts = try_cuts(geometry, seed, steps, 1);
      all.first = all.broken == 0 ? cuts.first : all.first;
      all.tried += cuts.tried;
      all.broken += cuts.broken;
      std::printf("seed %u of %u, unit %u: %llu cuts, %llu broken\n", seed, seeds, geometry.program_unit,
                  static_cast<unsigned long long>(all.tried), static_cast<unsigned long long>(all.broken));
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
