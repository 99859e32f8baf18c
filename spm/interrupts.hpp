// SPDX-License-Identifier: Apache-2.0

// Secure interrupts, as far as both backends share them: asserts the signal of an interrupt's owner, or runs its
// owner's function. The calls of a partition about its interrupts are in calls/signal.cpp.
//
// Each line has a function of its own, which knows at compile time what its interrupt needs. So nothing is looked up
// between the vector table and a FLIH function.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "spm/backend.hpp"
#include "spm/descriptors.hpp"
#include "spm/entry.hpp"
#include "spm/panic.hpp"
#include "spm/partition.hpp"
#include "spm/trace.hpp"

namespace spm {

/// The owner of the FLIH function that runs now, or nullptr. It is to blame for any error meanwhile.
inline constinit Partition* function_owner = nullptr;
inline const Partition* interrupt_function_owner() { return function_owner; }
/// Called when its owner dies meanwhile.
inline void forget_function() { function_owner = nullptr; }

/// Called before and after a FLIH function. Its result decides whether the signal is asserted (FLIH-3).
[[gnu::always_inline]] inline Partition& begin_function(const InterruptDescriptor& interrupt) {
  function_owner = &partitions[interrupt.owner];
  return *function_owner;
}
[[gnu::always_inline]] inline void end_function(const InterruptDescriptor& interrupt, psa_flih_result_t result) {
  Partition& owner = partitions[interrupt.owner];
  function_owner = nullptr;
  if (result == PSA_FLIH_SIGNAL) {
    owner.asserted = owner.asserted | interrupt.signal;
    backend::wake(owner);
  } else if (result != PSA_FLIH_NO_SIGNAL) {
    if constexpr (system::kRestarts) {
      function_owner = &owner;  // its function is what ends
    }
    panic(owner, rule(Area::flih, 3));
  }
}

/// Masks the line and asserts its owner's signal (SLIH-1).
void assert_second_level(const InterruptDescriptor& interrupt);

/// Takes an interrupt: asserts its signal, or runs its function here, in the handler.
[[gnu::always_inline]] inline void take_interrupt(const InterruptDescriptor& interrupt) {
  trace::note(trace::Kind::interrupt, 0, interrupt.source, 0, 0);
  if (interrupt.handling == Handling::second_level) {
    assert_second_level(interrupt);
    return;
  }
  begin_function(interrupt);
  end_function(interrupt, interrupt.function());
}

/// The lines up to the highest that a manifest names.
inline constexpr unsigned kLineCount = [] {
  unsigned count = 0;
  for (const InterruptDescriptor& interrupt : system::kInterrupts) {
    count = std::max(count, interrupt.source + 1U);
  }
  return count;
}();

/// A line that no manifest names breaks an invariant.
[[noreturn]] void take_unnamed();

/// For each line its function: Line<place>::take, with the place of its interrupt in the table.
template <template <std::size_t> typename Line, typename Function>
consteval std::array<Function, kLineCount> functions_of_lines(Function unnamed) {
  std::array<Function, kLineCount> functions{};
  functions.fill(unnamed);
  [&]<std::size_t... place>(std::index_sequence<place...>) {
    ((functions[system::kInterrupts[place].source] = Line<place>::take), ...);
  }
  (std::make_index_sequence<system::kInterruptCount>());
  return functions;
}

/// A line without a scheduler.
template <std::size_t place>
struct PlainLine {
  static void take() { take_interrupt(system::kInterrupts[place]); }
};
inline constexpr auto kPlainLines = functions_of_lines<PlainLine, void (*)()>(take_unnamed);

}  // namespace spm

extern "C" {
/// The functions of the lines on the IPC backend.
extern const std::array<spm::TakeLine, spm::kLineCount> spm_lines;
}

namespace spm {

/// Takes the interrupt of a line, for a machine without a vector table. Returns the context to switch to, or nullptr
/// for the interrupted one.
inline port::Context* take_line(unsigned source, [[maybe_unused]] Interrupted interrupted) {
  POSTERN_INVARIANT(source < kLineCount);
  if constexpr (system::kBackend == Backend::ipc) {
    return spm_lines[source](interrupted);
  } else {
    kPlainLines[source]();
    return nullptr;
  }
}

}  // namespace spm
