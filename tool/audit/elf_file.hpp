// An ELF file as the audit reads it: the bytes that get loaded, by address, and one section that is not.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace postern::audit {

/// What makes an image impossible to judge.
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A run of memory with its end outside, which may be that of the address space.
struct Span {
  std::uint64_t first = 0;
  std::uint64_t end = 0;

  [[nodiscard]] bool is_empty() const { return first >= end; }
  [[nodiscard]] bool overlaps(const Span& other) const {
    return !is_empty() && !other.is_empty() && first < other.end && other.first < end;
  }
  [[nodiscard]] bool contains(const Span& other) const { return first <= other.first && other.end <= end; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Its first and its last address, for messages.
std::string text_of(const Span& span);

struct Segment {
  Span memory;         // where it is used
  std::uint32_t load;  // where its bytes are loaded
  std::vector<std::uint8_t> bytes;
};

struct ElfFile {
  std::vector<Segment> segments;
  std::vector<std::uint8_t> record;
  std::string board;  // the text of its board.yaml; empty: it has none

  [[nodiscard]] std::uint32_t word(std::uint32_t address) const;
  [[nodiscard]] std::uint16_t half(std::uint32_t address) const;
  [[nodiscard]] std::uint8_t byte(std::uint32_t address) const;
};

/// The file's PT_LOAD segments and its sections `.postern.audit` and `.postern.board`.
[[nodiscard]] ElfFile read_elf(const std::string& path);

}  // namespace postern::audit
