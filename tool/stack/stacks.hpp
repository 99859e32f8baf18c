// SPDX-License-Identifier: Apache-2.0

// Every stack of a secure image: its size, and what the machine code needs of it in the worst case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"

namespace postern::stack {

/// A part of what a stack needs.
struct Part {
  std::string what;
  std::uint32_t bytes = 0;
  std::vector<std::string> chain = {};  // the functions of the deepest path
};

struct Stack {
  std::string owner;
  audit::Span memory;  // empty: the owner has no stack of its own
  std::uint32_t needed = 0;
  std::vector<Part> parts;
  std::vector<std::string> pointers;
  std::vector<std::string> unbounded;

  [[nodiscard]] std::uint64_t given() const { return memory.end - memory.first; }
  [[nodiscard]] bool is_too_small() const { return !memory.is_empty() && needed > given(); }
};

/// Partitions in the order of the image, then the non-secure agent, idle and the kernel.
[[nodiscard]] std::vector<Stack> stacks_of(const audit::Image& image, const audit::Layout& layout);

/// A line for each stack that is too small.
[[nodiscard]] std::vector<std::string> small_stacks(const std::vector<Stack>& stacks);

}  // namespace postern::stack
