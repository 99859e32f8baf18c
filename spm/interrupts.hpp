// SPDX-License-Identifier: Apache-2.0

// Secure interrupts, as far as both backends share them: finds the interrupt of a line, asserts its owner's signal, or
// runs its owner's function. Each backend's spm_interrupt() calls this, and then decides which context runs next. The
// calls of a partition about its interrupts are in calls/signal.cpp.
#pragma once

#include "spm/descriptors.hpp"
#include "spm/partition.hpp"

namespace spm {

/// The interrupt of a line. A line that no manifest names breaks an invariant.
const InterruptDescriptor& interrupt_from(unsigned source);

/// Takes an interrupt: masks its line and asserts its owner's signal (SLIH-1), or runs its function here, in the
/// handler.
void take_interrupt(const InterruptDescriptor& interrupt);

/// Called before and after a FLIH function. Its result decides whether the signal is asserted (FLIH-3).
Partition& begin_function(const InterruptDescriptor& interrupt);
void end_function(const InterruptDescriptor& interrupt, psa_flih_result_t result);

/// Called when its owner dies meanwhile.
void forget_function();

/// The owner of the FLIH function that runs now, or nullptr. It is to blame for any error meanwhile.
const Partition* interrupt_function_owner();

}  // namespace spm
