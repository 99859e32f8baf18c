// SPDX-License-Identifier: Apache-2.0

// The context of a thread, as both machines of these tests keep it, and the state of the non-secure interrupts.
#pragma once

#include <cstdint>

namespace port {

struct Context {
  std::uintptr_t result;
  std::uintptr_t stack;
  void (*entry)();
};

inline constexpr std::uintptr_t kFrameSize = 32;

/// The worlds whose interrupts wait.
enum class Held : std::uint8_t { none, non_secure, all };

}  // namespace port
