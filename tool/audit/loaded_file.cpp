// SPDX-License-Identifier: Apache-2.0

#include "audit/loaded_file.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace postern::audit {

namespace {

constexpr const char* kRecordSection = ".postern.audit";
constexpr const char* kBoardSection = ".postern.board";
constexpr const char* kLayoutSection = ".postern.layout";
constexpr const char* kWarningsSection = ".postern.warnings";

}  // namespace

std::string text_of(const Span& span) { return fmt::format("0x{:08X}..0x{:08X}", span.first, span.end - 1); }

const Segment& LoadedFile::segment_of(std::uint32_t address) const {
  for (const Segment& segment : segments) {
    const std::uint64_t first = segment.memory.first;
    if (address >= first && address - first < segment.bytes.size()) {
      return segment;
    }
  }
  throw Unreadable(fmt::format("nothing is loaded at 0x{:08X}, where a table should be", address));
}

std::uint8_t LoadedFile::byte(std::uint32_t address) const {
  const Segment& segment = segment_of(address);
  return segment.bytes[address - segment.memory.first];
}

std::uint16_t LoadedFile::half(std::uint32_t address) const {
  return static_cast<std::uint16_t>(byte(address) | byte(address + 1) << 8U);
}

std::uint32_t LoadedFile::word(std::uint32_t address) const {
  return half(address) | static_cast<std::uint32_t>(half(address + 2)) << 16U;
}

bool LoadedFile::contains(std::string_view text) const {
  return std::any_of(segments.begin(), segments.end(), [&](const Segment& segment) {
    return std::search(segment.bytes.begin(), segment.bytes.end(), text.begin(), text.end()) != segment.bytes.end();
  });
}

std::uint64_t LoadedFile::offset_of(std::uint32_t address) const {
  const Segment& segment = segment_of(address);
  return segment.offset + address - segment.memory.first;
}

LoadedFile read_loaded_file(const std::string& path) {
  const elf::Object object(path);
  if (!object.is_arm()) {
    throw Unreadable("it is not an ELF file for Arm");
  }
  LoadedFile file;
  for (const elf::Segment& segment : object.segments()) {
    if (!segment.memory.is_empty()) {
      file.segments.push_back({{segment}, object.bytes_of(segment)});
    }
  }
  const std::vector<elf::Section> sections = object.sections();
  const auto section = [&](const char* name) {
    return std::find_if(sections.begin(), sections.end(), [&](const elf::Section& each) { return each.name == name; });
  };
  if (section(kRecordSection) == sections.end()) {
    throw Unreadable(fmt::format("it has no section {}: is it a secure image of Postern?", kRecordSection));
  }
  file.record = object.bytes_of(*section(kRecordSection));
  const auto text_of_section = [&](const char* name) {
    const auto found = section(name);
    const elf::Bytes text = found == sections.end() ? elf::Bytes{} : object.bytes_of(*found);
    return std::string(text.begin(), text.end());
  };
  file.board = text_of_section(kBoardSection);
  file.layout = text_of_section(kLayoutSection);
  file.warnings = text_of_section(kWarningsSection);
  return file;
}

}  // namespace postern::audit
