// SPDX-License-Identifier: Apache-2.0

// What the mutants need of a linked secure image: its bytes by address, its symbols, and the ranges of code and of
// literals in each function.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace postern::elf {
struct Symbol;
}

namespace mutate {

struct Symbol {
  std::string name;  // demangled, without arguments
  std::uint32_t address;
  std::uint32_t size;
};

class Image {
 public:
  explicit Image(const std::string& path);

  /// The bytes loaded at this address; nullptr if the file has none.
  [[nodiscard]] const std::uint8_t* at(std::uint32_t address, std::uint32_t size) const;
  [[nodiscard]] std::uint32_t word(std::uint32_t address) const;
  [[nodiscard]] std::uint16_t half(std::uint32_t address) const;
  /// The offset in the file of a loaded byte.
  [[nodiscard]] std::uint32_t offset_of(std::uint32_t address) const;

  [[nodiscard]] const std::string& path() const { return path_; }
  /// Functions by address.
  [[nodiscard]] const std::map<std::uint32_t, Symbol>& functions() const { return functions_; }
  /// Ranges of instructions: from one address up to another.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> code() const;
  /// A table or a word of the linker script, by its name.
  [[nodiscard]] std::optional<Symbol> find(const std::string& name) const;
  /// All symbols whose name begins with the prefix.
  [[nodiscard]] std::vector<Symbol> find_all(const std::string& prefix) const;

 private:
  struct Segment {
    std::uint32_t address;
    std::uint32_t offset;
    std::uint32_t size;
    bool executable;
  };
  void add(const postern::elf::Symbol& symbol);
  [[nodiscard]] const Segment* segment_of(std::uint32_t address, std::uint32_t size) const;

  std::string path_;
  std::vector<std::uint8_t> bytes_;
  std::vector<Segment> segments_;
  std::map<std::uint32_t, Symbol> functions_;
  std::map<std::string, Symbol> others_;
  std::map<std::uint32_t, bool> marks_;  // instructions from here on, or literals
};

}  // namespace mutate
