// SPDX-License-Identifier: Apache-2.0

#include "decode/knowledge.hpp"

#include <fmt/format.h>

#include "elf/object.hpp"

namespace postern::decode {

namespace {

constexpr std::string_view kAssertion = "assertion `";  // of runtime/libc.c

}  // namespace

Knowledge::Knowledge(const std::string& image) : lines(image), names(image) {
  if (elf::Object(image).is_arm()) {
    tables.emplace(image);
  }
}

/// Keeps an assertion that a partition has printed. Its lines begin with a space.
void Knowledge::note(const std::string& line) {
  if (line.starts_with(' ') && line.find(kAssertion) != std::string::npos) {
    constexpr std::string_view kMarker = "[ERR] ";
    const std::string text = line.substr(1);
    assertion = text.starts_with(kMarker) ? text.substr(kMarker.size()) : text;
  }
}

const audit::Partition* Knowledge::partition_of(std::int32_t id) const {
  return tables ? tables->places.partition(id) : nullptr;
}

std::string Knowledge::place(std::uint32_t address) const {
  return tables ? fmt::format("0x{:08X}, which is {}{}", address, tables->places.describe(address),
                              non_secure_function(address))
                : fmt::format("0x{:08X}", address);
}

bool Knowledge::is_non_secure_code(std::uint32_t address) const { return non_secure && non_secure->is_code(address); }

std::string Knowledge::non_secure_function(std::uint32_t address) const {
  const std::string name = is_non_secure_code(address) ? frames_at(address).back().function : "";
  return name.empty() ? "" : fmt::format(", function `{}`", readable_name(name));
}

bool Knowledge::is_code(std::uint32_t address) const {
  return is_non_secure_code(address) || (tables && tables->places.is_code(address));
}

std::vector<Frame> Knowledge::frames_at(std::uint32_t address) const {
  return is_non_secure_code(address) ? non_secure->lines().frames_at(address) : lines.frames_at(address);
}

SourceLines& Knowledge::lines_of(std::uint32_t address) {
  return is_non_secure_code(address) ? non_secure->lines() : lines;
}

std::optional<std::uint16_t> Knowledge::half_word(std::uint32_t address) const {
  if (is_non_secure_code(address)) {
    return non_secure->half_word(address);
  }
  try {
    return tables ? std::optional(tables->image.file.half(address)) : std::nullopt;
  } catch (const elf::Unreadable&) {
    return std::nullopt;
  }
}

std::string Knowledge::function_at(std::uint32_t address) const {
  const Frame frame = frames_at(address).back();
  const std::string name = fmt::format("`{}`", readable_name(frame.function));
  return frame.file.empty() ? name : fmt::format("{} ({}:{})", name, frame.file, frame.line);
}

std::string text_of(const Frame& frame) {
  const std::string where =
      frame.file.empty() ? fmt::format("0x{:08X}", frame.address) : fmt::format("{}:{}", frame.file, frame.line);
  return frame.function.empty() ? where : fmt::format("{} in `{}`", where, readable_name(frame.function));
}

}  // namespace postern::decode
