// SPDX-License-Identifier: Apache-2.0

#include "audit/layout.hpp"

namespace postern::audit {

namespace {

/// The load address, from the segment that contains the section's bytes.
std::uint64_t load_address(const std::vector<elf::Segment>& segments, const elf::Section& section) {
  const std::uint64_t size = section.memory.end - section.memory.first;
  for (const elf::Segment& segment : segments) {
    if (section.offset >= segment.offset && section.offset + size <= segment.offset + segment.size) {
      return segment.load + (section.offset - segment.offset);
    }
  }
  throw Unreadable("the bytes of a section are in no loaded segment");
}

}  // namespace

bool is_mapping(const Symbol& symbol) { return symbol.name.starts_with('$'); }

Layout read_layout(const std::string& path) {
  const elf::Object object(path);
  const std::vector<elf::Segment> segments = object.segments();
  Layout layout;
  for (const elf::Section& section : object.sections()) {
    if (section.takes_memory) {
      layout.sections.push_back({section.name, section.index, section.memory,
                                 section.has_bytes ? load_address(segments, section) : 0, section.has_bytes});
    }
  }
  for (Symbol& symbol : object.symbols()) {
    if (symbol.is_defined) {
      layout.symbols.push_back(std::move(symbol));
    }
  }
  if (layout.symbols.empty()) {
    throw Unreadable("it has no symbols, so the owners of its bytes are unknown");
  }
  return layout;
}

}  // namespace postern::audit
