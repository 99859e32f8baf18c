// SPDX-License-Identifier: Apache-2.0

// What the page about a secure image shows, in numbers: from the audit, the linker's sections and the machine code.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "stack/stacks.hpp"

namespace postern::page {

/// A range of memory with one owner; empty: the space that alignment leaves.
struct Block {
  std::string owner;
  std::string what;
  audit::Span memory;

  [[nodiscard]] bool is_waste() const { return owner.empty(); }
  [[nodiscard]] std::uint64_t size() const { return memory.end - memory.first; }
};

/// A memory of the board, as far as the image uses it.
struct Memory {
  std::string name;
  std::vector<Block> blocks;  // in the order of their addresses, without gaps
  std::uint64_t size = 0;     // what the image may use

  [[nodiscard]] std::uint64_t used() const;
  [[nodiscard]] std::uint64_t wasted() const;
};

/// What one owner takes, in bytes.
struct Share {
  std::string owner;
  std::string id;  // empty: no partition
  std::uint64_t flash = 0;
  std::uint64_t ram = 0;  // with the stack and the heap
  std::uint64_t stack = 0;
  std::uint64_t heap = 0;
};

struct Facts {
  std::string path;
  audit::Image image;
  nlohmann::json audit;  // its report
  std::vector<stack::Stack> stacks;
  Memory flash;
  Memory ram;
  std::vector<Share> shares;  // partitions, agent, kernel
};

/// Throws audit::Unreadable.
[[nodiscard]] Facts read_facts(const std::string& path);

}  // namespace postern::page
