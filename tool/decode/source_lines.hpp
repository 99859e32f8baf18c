// SPDX-License-Identifier: Apache-2.0

// Where an address of an image is in its sources, and which calls led there: read from its DWARF with libdw.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace postern::decode {

struct Frame {
  std::string function;  // empty: unknown
  std::string file;      // without its folder; empty: unknown, or code that the compiler assigns to no line
  int line = 0;
  std::uint32_t address = 0;
  bool is_inlined = false;
};

/// The registers from which a stack is unwound.
struct Start {
  std::uint32_t registers[16];  // r0 to r12, sp, lr, pc
  bool is_return_address;       // the pc follows a call
};

/// The word of memory at an address, if it is known.
using Memory = std::function<std::optional<std::uint32_t>(std::uint32_t address)>;

class SourceLines {
 public:
  /// Throws elf::Unreadable. An image without DWARF has functions only.
  explicit SourceLines(const std::string& image);
  SourceLines(SourceLines&&) noexcept;
  ~SourceLines();

  /// The frames of one address, inlined functions first.
  [[nodiscard]] std::vector<Frame> frames_at(std::uint32_t address) const;
  /// The frames of a stack, the innermost first, as far as the memory goes.
  [[nodiscard]] std::vector<Frame> unwind(const Start& start, const Memory& memory);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace postern::decode
