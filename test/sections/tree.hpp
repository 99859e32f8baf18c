// SPDX-License-Identifier: Apache-2.0

// The folder of an image with every kind of section in two partitions: sources, manifests and the CMake file, as an
// integrator would write them.
#pragma once

#include <filesystem>
#include <string>

namespace sections {

struct Configuration {
  std::string platform;  // arm/mps2/an521
  std::string machine;   // its name in QEMU
  std::string backend;
  int level;
};

void write_tree(const std::filesystem::path& folder, const Configuration& configuration);

/// Writes a text to a partition's file odd.<suffix>; without a text, writes a file that only defines odd_<suffix>().
void write_odd(const std::filesystem::path& folder, const std::string& suffix, const std::string& text = "");

}  // namespace sections
