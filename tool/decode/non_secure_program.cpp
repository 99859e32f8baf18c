// SPDX-License-Identifier: Apache-2.0

#include "decode/non_secure_program.hpp"

#include <algorithm>

namespace postern::decode {

namespace {

audit::LoadedFile segments_of(const std::string& path) {
  const elf::Object object(path);
  if (!object.is_arm()) {
    throw elf::Unreadable(path + ": it is not an ELF file for Arm");
  }
  audit::LoadedFile file;
  for (const elf::Segment& segment : object.segments()) {
    file.segments.push_back({{segment}, object.bytes_of(segment)});
  }
  return file;
}

}  // namespace

NonSecureProgram::NonSecureProgram(const std::string& path) : file_(segments_of(path)), lines_(path) {}

bool NonSecureProgram::is_code(std::uint32_t address) const {
  return std::any_of(file_.segments.begin(), file_.segments.end(), [=](const audit::Segment& segment) {
    return segment.is_executable && address >= segment.memory.first &&
           address - segment.memory.first < segment.bytes.size();
  });
}

std::optional<std::uint16_t> NonSecureProgram::half_word(std::uint32_t address) const {
  return is_code(address) && is_code(address + 1) ? std::optional(file_.half(address)) : std::nullopt;
}

}  // namespace postern::decode
