// SPDX-License-Identifier: Apache-2.0

// A linked image as a file, read by elf/: the loaded bytes by address, and the sections that are not loaded. image.cpp
// reads all tables through it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "elf/object.hpp"

namespace postern::audit {

using elf::Span;
using elf::Unreadable;

/// The first and the last address, for messages.
[[nodiscard]] std::string text_of(const Span& span);

struct Segment : elf::Segment {
  elf::Bytes bytes;
};

struct LoadedFile {
  std::vector<Segment> segments;
  elf::Bytes record;
  std::string board;     // the text of its board.yaml; empty: it is missing
  std::string layout;    // the text of the product's layout; empty: the board's own
  std::string warnings;  // stated by sources of partitions; each ends with 0

  [[nodiscard]] std::uint32_t word(std::uint32_t address) const;
  [[nodiscard]] std::uint16_t half(std::uint32_t address) const;
  [[nodiscard]] std::uint8_t byte(std::uint32_t address) const;
  /// Whether the loaded bytes contain the text.
  [[nodiscard]] bool contains(std::string_view text) const;
  /// The offset of a loaded byte in the file.
  [[nodiscard]] std::uint64_t offset_of(std::uint32_t address) const;

 private:
  [[nodiscard]] const Segment& segment_of(std::uint32_t address) const;
};

/// The file's segments and its sections that begin with `.postern`.
[[nodiscard]] LoadedFile read_loaded_file(const std::string& path);

}  // namespace postern::audit
