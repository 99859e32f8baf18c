// SPDX-License-Identifier: Apache-2.0

// A linked program as the measurements see it: the function at an address, and the owner of each byte.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace postern::bench {

struct Symbol {
  std::string name;  // without parameters and anonymous namespaces
  std::uint32_t address;
  std::uint32_t size;  // 0: unknown
  bool is_function;
};

struct Section {
  std::string name;
  std::uint32_t address;
  std::uint32_t size;
  bool is_code;
  bool is_loaded;  // has bytes in flash
};

/// A partition's part of a section, from the link map.
struct Share {
  std::string partition;
  std::string kind;  // text, rodata, data, bss, stack, heap
  std::uint32_t address;
  std::uint32_t size;
};

struct Program {
  std::vector<Section> sections;  // those in memory, by address
  std::vector<Symbol> symbols;    // by address, one for each
  std::vector<Share> shares;
  std::vector<std::uint32_t> vectors;

  [[nodiscard]] std::uint32_t address_of(const std::string& name) const;  // 0: no such symbol
  [[nodiscard]] const Section* section_at(std::uint32_t address) const;
  [[nodiscard]] const Share* share_at(std::uint32_t address) const;
};

/// `map` may be empty.
[[nodiscard]] Program read_program(const std::string& elf, const std::string& map);

/// The function at an address, after its owner: "kernel spm::calls::call".
[[nodiscard]] std::string function_at(const Program& secure, const Program& non_secure, std::uint32_t address);

}  // namespace postern::bench
