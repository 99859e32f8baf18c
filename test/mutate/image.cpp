// SPDX-License-Identifier: Apache-2.0

#include "image.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "elf/object.hpp"

namespace mutate {
namespace {

/// port::(anonymous namespace)::seal(std::byte*) -> port::seal
std::string short_name(const char* mangled) {
  int status = 0;
  char* const demangled = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  std::string name = status == 0 ? demangled : mangled;
  std::free(demangled);
  const std::string unnamed = "(anonymous namespace)::";
  for (std::size_t at = name.find(unnamed); at != std::string::npos; at = name.find(unnamed)) {
    name.erase(at, unnamed.size());
  }
  return name.substr(0, name.find('('));
}

}  // namespace

Image::Image(const std::string& path) : path_(path) {
  const postern::elf::Object object(path);
  std::ifstream stream(path, std::ios::binary);
  bytes_.assign(std::istreambuf_iterator<char>(stream), {});
  // Data that boot copies is taken from its load address.
  for (const postern::elf::Segment& segment : object.segments()) {
    if (segment.size != 0) {
      segments_.push_back({static_cast<std::uint32_t>(segment.load), static_cast<std::uint32_t>(segment.offset),
                           static_cast<std::uint32_t>(segment.size), segment.is_executable});
    }
  }
  for (const postern::elf::Symbol& symbol : object.symbols()) {
    add(symbol);
  }
}

void Image::add(const postern::elf::Symbol& symbol) {
  const auto address = static_cast<std::uint32_t>(symbol.address);
  const auto size = static_cast<std::uint32_t>(symbol.size);
  if (symbol.name.starts_with("$t") || symbol.name.starts_with("$d")) {
    marks_[address] = symbol.name[1] == 't';
  } else if (symbol.kind == postern::elf::Symbol::Kind::function) {
    functions_[address] = {short_name(symbol.name.c_str()), address, size};
  } else if (!symbol.name.empty()) {
    const std::string shown = short_name(symbol.name.c_str());
    others_[shown] = {shown, address, size};
  }
}

const Image::Segment* Image::segment_of(std::uint32_t address, std::uint32_t size) const {
  for (const Segment& segment : segments_) {
    if (address >= segment.address && address - segment.address < segment.size &&
        segment.size - (address - segment.address) >= size) {
      return &segment;
    }
  }
  return nullptr;
}

const std::uint8_t* Image::at(std::uint32_t address, std::uint32_t size) const {
  const Segment* const segment = segment_of(address, size);
  return segment == nullptr ? nullptr : bytes_.data() + segment->offset + (address - segment->address);
}

std::uint32_t Image::offset_of(std::uint32_t address) const {
  const Segment* const segment = segment_of(address, 1);
  if (segment == nullptr) {
    throw std::runtime_error(path_ + " loads nothing there");
  }
  return segment->offset + (address - segment->address);
}

std::uint32_t Image::word(std::uint32_t address) const {
  return half(address) | std::uint32_t{half(address + 2)} << 16U;
}

std::uint16_t Image::half(std::uint32_t address) const {
  const std::uint8_t* const bytes = at(address, 2);
  if (bytes == nullptr) {
    throw std::runtime_error(path_ + " loads nothing there");
  }
  return static_cast<std::uint16_t>(bytes[0] | bytes[1] << 8U);
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> Image::code() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> runs;
  for (auto mark = marks_.begin(); mark != marks_.end(); ++mark) {
    const Segment* const segment = segment_of(mark->first, 2);
    if (!mark->second || segment == nullptr || !segment->executable) {
      continue;
    }
    const auto next = std::next(mark);
    const std::uint32_t end = segment->address + segment->size;
    runs.emplace_back(mark->first, next == marks_.end() || next->first > end ? end : next->first);
  }
  return runs;
}

std::optional<Symbol> Image::find(const std::string& name) const {
  const auto found = others_.find(name);
  return found == others_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Symbol> Image::find_all(const std::string& prefix) const {
  std::vector<Symbol> found;
  for (auto at = others_.lower_bound(prefix); at != others_.end() && at->first.starts_with(prefix); ++at) {
    found.push_back(at->second);
  }
  return found;
}

}  // namespace mutate
