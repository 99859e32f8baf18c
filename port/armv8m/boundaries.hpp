// SPDX-License-Identifier: Apache-2.0

// The registers that define the boundaries. boot.cpp walks them twice with the same code: the first walk gives each a
// stated value, whatever reset or a boot loader left in it; the second, at the end of boot, reads each back.
//
// So nothing is written without being read back, and the second walk costs no code of its own. The self-test, `postern
// audit` and test/layers check that the stated values are right.
#pragma once

#include <cstdint>

#include "registers.hpp"

namespace port {

/// A register, its stated value, and the bits of it that read back as written.
struct Setting {
  std::uintptr_t address;
  std::uint32_t value;
  std::uint32_t kept;
};
inline constexpr std::uint32_t kWholeWord = 0xFFFF'FFFF;

class Boundaries {
 public:
  enum class Walk : std::uint8_t { write, read_back };
  explicit Boundaries(Walk walk) : walk_(walk) {}

  /// Writes the register; on the second walk, remembers the first one that holds another value.
  [[gnu::noinline]] void set(std::uintptr_t address, std::uint32_t value, std::uint32_t kept) {
    if (walk_ == Walk::write) {
      registers::write(address, value);
    } else {
      note(address, (registers::read(address) ^ value) & kept);
    }
  }
  /// The same for a register of which every bit reads back.
  [[gnu::noinline]] void set(std::uintptr_t address, std::uint32_t value) { set(address, value, kWholeWord); }
  /// A region of the attribution unit or of the MPU. Its number selects it; base and limit are the next registers.
  [[gnu::noinline]] void set_region(std::uintptr_t number_register, std::uint32_t number, std::uint32_t base,
                                    std::uint32_t limit) {
    registers::write(number_register, number);
    set(number_register + sizeof base, base);
    set(number_register + 2 * sizeof base, limit);
  }
  /// For a word that is not a register of the memory map: which bits are wrong, and its name in a report.
  void note(std::uintptr_t name, std::uint32_t difference) {
    if (walk_ == Walk::read_back && difference != 0 && wrong_ == 0) {
      wrong_ = name;
    }
  }
  bool is_write() const { return walk_ == Walk::write; }
  /// 0 if everything holds its stated value.
  std::uintptr_t wrong() const { return wrong_; }

 private:
  Walk walk_;
  std::uintptr_t wrong_ = 0;
};

}  // namespace port
