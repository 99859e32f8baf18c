// A flow of control with a stack of its own: a partition's thread, the non-secure world, or the main program.
//
// A switch is told to AddressSanitizer, which otherwise takes the new stack for a wild one. Fibres are resumed with
// getcontext() and setcontext(): its interceptor of swapcontext() prints a warning on the secure log.
#pragma once

#include <ucontext.h>

#include <cstddef>

namespace port {

struct Fibre {
  ucontext_t machine;  // has pointers into itself: never copied
  std::byte* stack_limit;
  std::size_t stack_size;
  void* shadow;  // AddressSanitizer's, while another one runs
  void (*entry)();
};

/// The fibre starts at `entry`, which must not return, on an empty stack when it is switched to.
void prepare(Fibre& fibre, void (*entry)(), std::byte* stack_limit, std::byte* stack_top);

/// Leaves `from`, which must be the one that runs; returns when somebody switches to it again.
void switch_fibre(Fibre& from, Fibre& to);

}  // namespace port
