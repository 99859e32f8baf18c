// SPDX-License-Identifier: Apache-2.0

// A store without one of the rules of partitions/storage/rules.hpp. It must break; the first word on the command line
// says by what: cuts or flips. Ends with 0 if it broke.
#include <cstdio>
#include <cstring>
#include <exception>

#include "cuts.hpp"
#include "history.hpp"

namespace {

std::string broken_by_cuts() {
  for (const storage_geometry& geometry : kGeometries) {
    const Cuts cuts = try_cuts(geometry, 1, 80, 5);
    if (cuts.broken > 0) {
      return cuts.first;
    }
  }
  return "";
}

std::string broken_by_flips() {
  SimulatedFlash simulated(kGeometries[1]);
  flash = &simulated;
  History history(3, 40);
  Booted booted;
  if (booted.store.open() != PSA_SUCCESS) {
    return "";
  }
  history.run(booted);
  for (std::uint32_t bit = 0; bit < simulated.size() * 8; bit += 5) {
    simulated.flip(bit / 8, bit % 8);
    Booted again;
    const std::string text = again.store.open() == PSA_SUCCESS ? difference(again, history.after) : "";
    if (!text.empty() && !text.ends_with("cannot be read")) {
      return "bit " + std::to_string(bit) + ": " + text;
    }
    simulated.flip(bit / 8, bit % 8);
  }
  return "";
}

}  // namespace

int main(int count, char** words) try {
  const std::string problem = count > 1 && std::strcmp(words[1], "flips") == 0 ? broken_by_flips() : broken_by_cuts();
  std::puts(problem.empty() ? "FAILED the store is whole without the rule" : ("ok it broke: " + problem).c_str());
  return problem.empty() ? 1 : 0;
} catch (const std::exception& error) {
  std::fputs(error.what(), stderr);
  return 1;
}
