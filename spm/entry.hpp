// SPDX-License-Identifier: Apache-2.0

// What the port's entry code calls: boot, traps, secure interrupts and faults. Implemented in entry.cpp and by the
// backend, in ipc/enter.cpp, ipc/interrupt.cpp and sfn/direct.cpp.
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

/// The code that a secure interrupt interrupted: a secure thread, non-secure code in either mode, or a gate in handler
/// mode, which cannot be suspended. Non-secure code on top of such a gate counts as the gate.
enum class Interrupted : std::uint8_t { thread, non_secure_thread, non_secure_handler, gate };

/// The function that takes the interrupt of a line on the IPC backend, in handler mode: spm_lines has one for each line
/// up to the highest that a manifest names. Returns the context to switch to, or nullptr for the interrupted code. On
/// the SFN backend, where that always continues, kPlainLines has the functions (interrupts.hpp).
using TakeLine = port::Context* (*)(Interrupted interrupted);

/// The function of a trap on the IPC backend. It takes the four words of the trap and returns the context to switch to,
/// or nullptr to stay with the running one.
using Trap = port::Context* (*)(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t);

/// True if FLIH functions run as upcalls: above isolation level 1 no handler runs a partition's code.
inline constexpr bool kHasUpcalls = system::kIsolationLevel > 1 &&
                                    std::ranges::any_of(system::kInterrupts, [](const InterruptDescriptor& interrupt) {
                                      return interrupt.handling == Handling::first_level;
                                    });

/// True if a mapped vector can need a region of the MPU: above isolation level 1 most clients have another domain than
/// the service.
inline constexpr bool kMapsRegions = system::kMmIovec && system::kIsolationLevel > 1 &&
                                     std::ranges::any_of(system::kServices, &ServiceDescriptor::mm_iovec);

}  // namespace spm

extern "C" {

/// Indexed by the numbers of runtime/trap_numbers.h; IPC backend. A number that does not exist breaks PE-11.
extern const std::array<spm::Trap, 1U << POSTERN_TRAP_BITS> spm_traps;

/// The rows of the traps that most calls make, for a port that reaches them without the table. The first three never
/// switch: they return nullptr.
port::Context* spm_trap_get(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_read(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_write(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_wait(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_reply(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_reply_and_receive(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_call(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);
port::Context* spm_trap_gate_call(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d);

/// Called once, at the end of the port's boot, in thread mode. IPC backend: on the main stack, interrupts masked; does
/// not return. SFN backend: on the agent's empty stack; returns when the non-secure world can start.
void spm_boot();

/// Takes a trap that does not come from a secure thread on its process stack, and returns its answer. A gate that opens
/// in thread mode only gets its refusal (PE-8, VEN-8); a trap that is not a gate's breaks PE-11.
std::uint32_t spm_trap_elsewhere(unsigned number, bool in_handler_mode, std::uintptr_t a, std::uintptr_t b);

/// Reports a fault, on a good stack, with everything that the machine knows. `non_secure`: the non-secure world is to
/// blame, else the running code.
[[noreturn]] void spm_fault(const spm::FaultRegisters* registers, bool non_secure);

/// Finds the region of a mapped vector that has this address, for the domain with these regions. Called after a fault,
/// because such a region is loaded on demand.
bool spm_find_mapped(const spm::Region* domain, std::uintptr_t address, spm::Region* region);

/// A trap from secure handler mode, or with a number that does not exist (PE-11).
[[noreturn]] void spm_bad_trap(unsigned number);

}  // extern "C"

namespace spm {

struct Partition;

/// The partition whose context runs, or nullptr for the idle context.
const Partition* current_partition();

}  // namespace spm
