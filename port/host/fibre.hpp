// SPDX-License-Identifier: Apache-2.0

// A thread of control with its own stack: a partition's thread, the non-secure world, or the main program.
//
// AddressSanitizer is told of each switch, because it would take the new stack for a wild pointer. Fibres are resumed
// with getcontext() and setcontext(): the sanitizer's interceptor of swapcontext() prints a warning on the secure log.
#pragma once

#include <ucontext.h>

#include <cstddef>

namespace port {

struct Fibre {
  ucontext_t machine;  // has pointers into itself, so it is never copied
  std::byte* stack_limit;
  std::size_t stack_size;
  void* shadow;  // AddressSanitizer's, while another fibre runs
  void (*entry)();
};

/// Prepares a fibre that starts at `entry`, which must not return, on an empty stack.
void prepare(Fibre& fibre, void (*entry)(), std::byte* stack_limit, std::byte* stack_top);

/// Leaves `from`, which must be running, for `to`. Returns when `from` is resumed.
void switch_fibre(Fibre& from, Fibre& to);

/// Continues `to`. The running fibre never continues; it may be the same one, prepared anew.
[[noreturn]] void abandon_for(Fibre& to);

}  // namespace port
