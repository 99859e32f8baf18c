// The registers that draw the boundaries, walked twice by the same code: at the first walk every one of them gets a
// stated value, whatever reset or a boot loader left there; at the second, when boot is over, each is read back.
//
// So nothing can be written that is not read back, and the second walk costs no code of its own. That the stated values
// are the right ones is for the self-test, `postern audit` and test/layers to say.
#pragma once

#include <cstdint>

#include "registers.hpp"

namespace port {

/// A register, its stated value, and the bits of it that read as they were written.
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

  /// On the second walk the first register that holds something else is remembered.
  [[gnu::noinline]] void set(std::uintptr_t address, std::uint32_t value, std::uint32_t kept) {
    if (walk_ == Walk::write) {
      registers::write(address, value);
    } else {
      note(address, (registers::read(address) ^ value) & kept);
    }
  }
  /// What is no register of the memory map: what of it is wrong, and the name that a report has for it.
  void note(std::uintptr_t name, std::uint32_t difference) {
    if (walk_ == Walk::read_back && difference != 0 && wrong_ == 0) {
      wrong_ = name;
    }
  }
  bool is_write() const { return walk_ == Walk::write; }
  /// 0: all hold what they should.
  std::uintptr_t wrong() const { return wrong_; }

 private:
  Walk walk_;
  std::uintptr_t wrong_ = 0;
};

}  // namespace port
