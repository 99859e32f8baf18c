// SPDX-License-Identifier: Apache-2.0

// Reads ELF files: sections, symbols, segments, and the names that are defined elsewhere. All host programs of the
// project use it; it relies on libelf.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace postern::elf {

/// The file cannot be read, or makes no sense.
class Unreadable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A memory range. `end` is exclusive, and may be the end of the address space.
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

struct Section {
  std::string name;
  unsigned index = 0;
  std::uint32_t type = 0;
  std::uint64_t flags = 0;
  Span memory;  // from 0 in an object that was not linked
  std::uint64_t offset = 0;
  bool takes_memory = false;
  bool has_bytes = false;
  bool is_code = false;
};

struct Symbol {
  enum class Kind { nothing, object, function, other };

  std::string name;
  std::string file;           // for a local symbol: the file symbol before it
  std::uint64_t address = 0;  // for a function: without the Thumb bit
  std::uint64_t size = 0;
  unsigned section = 0;  // 0xFFF1: an absolute number
  Kind kind = Kind::nothing;
  bool is_local = false;
  bool is_weak = false;
  bool is_defined = false;
};

/// A segment that is loaded.
struct Segment {
  Span memory;             // where it is used
  std::uint64_t load = 0;  // where its bytes are loaded
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // of its bytes in the file
  bool is_executable = false;
};

using Bytes = std::vector<std::uint8_t>;
using Names = std::set<std::string>;

class Object {
 public:
  /// Throws Unreadable for a damaged file, like everything below.
  explicit Object(const std::string& path);
  Object(Object&&) noexcept;
  ~Object();

  /// Whether it is a file for 32-bit Arm, little-endian.
  [[nodiscard]] bool is_arm() const;
  [[nodiscard]] std::vector<Section> sections() const;
  /// The symbols of the table that linkers use, without names of files and sections.
  [[nodiscard]] std::vector<Symbol> symbols() const;
  /// The symbols that a shared library exports.
  [[nodiscard]] std::vector<Symbol> dynamic_symbols() const;
  [[nodiscard]] std::vector<Segment> segments() const;
  [[nodiscard]] Bytes bytes_of(const Section& section) const;
  [[nodiscard]] Bytes bytes_of(const Segment& segment) const;

  /// The names that its code and data refer to and that it does not define. Names that only dropped sections referred
  /// to are still in the table of symbols; they are not included. A weak one is 0 if nothing defines it.
  struct Needed {
    Names all;
    Names weak;
  };
  [[nodiscard]] Needed names_needed() const;

 private:
  friend std::vector<Object> read_objects(const std::string& path);
  struct State;
  explicit Object(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

/// The objects of an archive, or the file itself if it is an object.
[[nodiscard]] std::vector<Object> read_objects(const std::string& path);

/// The symbols of an object, also of one with LTO code, which has them in a table of its own.
[[nodiscard]] std::vector<Symbol> symbols_of_any(const Object& object);

}  // namespace postern::elf
