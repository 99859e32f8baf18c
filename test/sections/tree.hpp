// The folder from which an image is built that has every kind of section in two partitions: sources, manifests and the
// CMake file, as an integrator would write them.
#pragma once

#include <filesystem>
#include <string>

namespace sections {

struct Configuration {
  std::string platform;  // arm/mps2/an521
  std::string machine;   // as QEMU calls it
  std::string backend;
  int level;
};

void write_tree(const std::filesystem::path& folder, const Configuration& configuration);

/// A text for a partition's file odd.<suffix>, or without one what defines odd_<suffix>() and nothing else.
void write_odd(const std::filesystem::path& folder, const std::string& suffix, const std::string& text = "");

}  // namespace sections
