// Secure interrupts as both backends take them: which one a line is, whose signal it asserts, whose function runs.
//
// What a partition asks about its interrupts is in calls/signal.cpp; who goes on after one is its backend's to say.
#pragma once

#include "spm/descriptors.hpp"
#include "spm/partition.hpp"

namespace spm {

/// The interrupt of a line. A line that no manifest names stops the system.
const InterruptDescriptor& interrupt_from(unsigned source);

/// It arrived: its line is masked and its owner's signal asserted (SLIH-1), or its function runs here and now, as the
/// handler.
void take_interrupt(const InterruptDescriptor& interrupt);

/// Around a first-level function of this owner's, whose result decides about the signal (FLIH-3).
Partition& begin_function(const InterruptDescriptor& interrupt);
void end_function(const InterruptDescriptor& interrupt, psa_flih_result_t result);

/// The owner of the interrupt function that runs now, or nullptr: whatever goes wrong meanwhile is booked to it.
const Partition* interrupt_function_owner();

}  // namespace spm
