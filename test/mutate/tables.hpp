// What can be made wrong in the tables by which an image draws its boundaries: those of the board, and those that
// `postern` and the linker script made of the manifests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image.hpp"

namespace mutate {

struct TableChange {
  std::string file;
  std::string what;  // kNonSecureRanges[0].base
  std::string change;
  std::uint32_t address;
  std::vector<std::uint8_t> bytes;
  bool is_of_board;  // the same in every image of a board
};

std::vector<TableChange> changes_of_tables(const Image& image);

}  // namespace mutate
