// SPDX-License-Identifier: Apache-2.0

// Possible defects of the tables by which an image draws its boundaries: the board's tables, and those that `postern`
// and the linker script make from the manifests.
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
