// SPDX-License-Identifier: Apache-2.0

// The program of the non-secure world: its sources and its instructions, for the faults that it makes itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "audit/loaded_file.hpp"
#include "decode/source_lines.hpp"

namespace postern::decode {

class NonSecureProgram {
 public:
  /// Throws elf::Unreadable, also for a file that is not for Arm.
  explicit NonSecureProgram(const std::string& path);

  [[nodiscard]] bool is_code(std::uint32_t address) const;
  [[nodiscard]] std::optional<std::uint16_t> half_word(std::uint32_t address) const;
  [[nodiscard]] SourceLines& lines() { return lines_; }
  [[nodiscard]] const SourceLines& lines() const { return lines_; }

 private:
  audit::LoadedFile file_;
  SourceLines lines_;
};

}  // namespace postern::decode
