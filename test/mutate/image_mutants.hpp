// All the places at which linked secure images can be made wrong by a few bytes.
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
  bool with_tables;  // those that its manifests make are mutated too
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
  std::map<std::string, Patch> patches;  // by the image's name: where the same can be made wrong
};

/// Mutants of port/armv8m and board/ below `root`, and of the tables in the images. A line of the sources has its
/// mutants from the first image that has it; in the other images the same mutants are looked for.
std::vector<ImageMutant> find_image_mutants(const std::filesystem::path& root, const std::vector<NamedImage>& images);

}  // namespace mutate
