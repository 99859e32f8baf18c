// SPDX-License-Identifier: Apache-2.0

// What the files of a system tell about an address, an id or a line of its log: the secure image, and the non-secure
// program if it is given. All words of a report are made of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "decode/log_words.hpp"
#include "decode/non_secure_program.hpp"
#include "decode/places.hpp"
#include "decode/source_lines.hpp"

namespace postern::decode {

/// The tables of a secure image.
struct Tables {
  explicit Tables(const std::string& path)
      : image(audit::read_image(path)), layout(audit::read_layout(path)), places(image, layout) {}

  audit::Image image;
  audit::Layout layout;
  Places places;
};

struct Knowledge {
  /// Throws elf::Unreadable. The program of the host has no tables.
  explicit Knowledge(const std::string& image);

  SourceLines lines;
  std::optional<Tables> tables;
  Names names;
  std::optional<NonSecureProgram> non_secure;
  std::string assertion;  // the last one that a partition has printed

  /// Keeps the assertion of a line of the log, if it has one.
  void note(const std::string& line);

  [[nodiscard]] std::string name(std::int32_t id) const { return names.of(id); }
  [[nodiscard]] const audit::Partition* partition_of(std::int32_t id) const;
  /// "0x38000E68, which is private data of COFFER"
  [[nodiscard]] std::string place(std::uint32_t address) const;
  [[nodiscard]] bool is_code(std::uint32_t address) const;
  [[nodiscard]] std::vector<Frame> frames_at(std::uint32_t address) const;
  /// The function that begins at an address, with its source line.
  [[nodiscard]] std::string function_at(std::uint32_t address) const;
  [[nodiscard]] SourceLines& lines_of(std::uint32_t address);
  [[nodiscard]] std::optional<std::uint16_t> half_word(std::uint32_t address) const;

 private:
  [[nodiscard]] bool is_non_secure_code(std::uint32_t address) const;
  [[nodiscard]] std::string non_secure_function(std::uint32_t address) const;
};

/// "faulty.c:17 in `store`"
[[nodiscard]] std::string text_of(const Frame& frame);

}  // namespace postern::decode
