// What the port's entry code calls besides the tables of traps, on both backends.
#pragma once

#include <cstdint>

#include "port.hpp"
#include "spm/panic_record.hpp"

extern "C" {

/// Called once, in thread mode on the agent's empty stack, when memory and machine are set up. Returns only on the SFN
/// backend, when the non-secure world can start.
void spm_boot();

/// A secure interrupt in handler mode; the context to go on with, or nullptr for the interrupted one.
/// `over_non_secure`: it interrupted non-secure code, or a gate in handler mode.
port::Context* spm_interrupt(unsigned source, bool over_non_secure);

/// The answer of a gate (0 version, 1 connect, 2 call, 3 close) that is called where it must not be (PE-8, VEN-8).
std::uint32_t spm_gate_refusal(unsigned gate);

/// A fault, on a good stack and with everything the machine knows. Of the non-secure world, or of who runs.
[[noreturn]] void spm_fault(const spm::FaultRegisters* registers, bool non_secure);

/// A trap from secure handler mode, or with a number that does not exist (PE-11).
[[noreturn]] void spm_bad_trap(unsigned number);

}  // extern "C"

namespace spm {

struct Partition;

/// Signal or function of the interrupt's owner; a source that no manifest names stops the system.
void take_interrupt_from(unsigned source);

/// The partition whose context runs; nullptr: the idle context.
const Partition* current_partition();

}  // namespace spm
