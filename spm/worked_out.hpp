// SPDX-License-Identifier: Apache-2.0

// Numbers and addresses that the compiler would otherwise compute twice.
#pragma once

#include <cstdint>

namespace spm {

/// The same number. The compiler keeps it instead of computing it again.
[[nodiscard, gnu::always_inline]] inline std::uintptr_t worked_out(std::uintptr_t number) {
  asm("" : "+r"(number));
  return number;
}
/// The same object. The compiler keeps its address instead of computing it again.
template <typename Object>
[[nodiscard, gnu::always_inline]] inline Object& worked_out(Object& object) {
  return *reinterpret_cast<Object*>(worked_out(reinterpret_cast<std::uintptr_t>(&object)));
}

}  // namespace spm
