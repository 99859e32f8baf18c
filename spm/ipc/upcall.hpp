// Interrupt functions above isolation level 1: no handler may run a partition's code, so the function becomes a thread
// of its own, on its owner's stack below everything that lies there, with its owner's memory and no other (FLIH-2).
#pragma once

#include <algorithm>

#include "spm/entry.hpp"
#include "spm/partition.hpp"

namespace spm::ipc {

inline constexpr bool kHasUpcalls = system::kIsolationLevel > 1 &&
                                    std::ranges::any_of(system::kInterrupts, [](const InterruptDescriptor& interrupt) {
                                      return interrupt.handling == Handling::first_level;
                                    });

/// The context of the function. All interrupts are held until it ends, so upcalls do not nest.
port::Context* begin_upcall(const InterruptDescriptor& interrupt, Interrupted interrupted);

}  // namespace spm::ipc
