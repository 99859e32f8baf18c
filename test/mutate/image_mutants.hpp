// SPDX-License-Identifier: Apache-2.0

// All places where a few other bytes make a linked secure image wrong.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "image.hpp"

namespace mutate {

struct NamedImage {
  std::string name;
  bool with_tables;  // tables from its manifests are mutated too
  Image image;
};

struct Patch {
  std::uint32_t offset;  // in the image's file
  std::vector<std::uint8_t> bytes;
};

struct ImageMutant {
  std::string file;
  unsigned line;  // 0 for a table
  std::string function;
  std::string code;
  std::string change;
  std::map<std::string, Patch> patches;  // by the image's name: all places of the same defect
};

/// Mutants of port/armv8m and board/ below `root`, and of the tables in the images. A line of the sources gets its
/// mutants from the first image that has it; the same mutants are then looked for in the other images.
std::vector<ImageMutant> find_image_mutants(const std::filesystem::path& root, const std::vector<NamedImage>& images);

}  // namespace mutate
