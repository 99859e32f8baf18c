// What the port's entry code calls.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "runtime/trap_numbers.h"
#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"
#include "spm/port_contract.hpp"
#include "system.hpp"

namespace spm {

/// What a secure interrupt came over: a secure thread, non-secure code in either mode, or a gate in handler mode, of
/// which nothing can be put aside. Non-secure code over such a gate counts as the gate.
enum class Interrupted : std::uint8_t { thread, non_secure_thread, non_secure_handler, gate };

/// What a trap of the IPC backend does with its four words: the context to go on with, or nullptr for the one that
/// runs.
using Trap = port::Context* (*)(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t);

/// Does an interrupt function run as a thread of its own? Above isolation level 1 no handler runs a partition's code.
inline constexpr bool kHasUpcalls = system::kIsolationLevel > 1 &&
                                    std::ranges::any_of(system::kInterrupts, [](const InterruptDescriptor& interrupt) {
                                      return interrupt.handling == Handling::first_level;
                                    });

}  // namespace spm

extern "C" {

/// By the numbers of runtime/trap_numbers.h; IPC backend.
extern const std::array<spm::Trap, POSTERN_TRAP_COUNT> spm_traps;

/// Called once, in thread mode on the agent's empty stack, when memory and machine are set up. Returns only on the SFN
/// backend, when the non-secure world can start.
void spm_boot();

/// A secure interrupt in handler mode; the context to go on with, or nullptr for the interrupted one.
port::Context* spm_interrupt(unsigned source, spm::Interrupted interrupted);

/// A trap that is not a secure thread's on its process stack: the word that it answers. A gate that opens in thread
/// mode only gets the constant of PE-8 (VEN-8); whatever is no gate's is PE-11.
std::uint32_t spm_trap_elsewhere(unsigned number, bool in_handler_mode, std::uintptr_t a, std::uintptr_t b);

/// A fault, on a good stack and with everything the machine knows. Of the non-secure world, or of who runs.
[[noreturn]] void spm_fault(const spm::FaultRegisters* registers, bool non_secure);

/// A trap from secure handler mode, or with a number that does not exist (PE-11).
[[noreturn]] void spm_bad_trap(unsigned number);

}  // extern "C"

namespace spm {

struct Partition;

/// The partition whose context runs; nullptr: the idle context.
const Partition* current_partition();

}  // namespace spm
