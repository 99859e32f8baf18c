// SPDX-License-Identifier: Apache-2.0

// The host as the kernel sees it (spm/port_contract.hpp): a Linux process in which every thread is a fibre.
//
// Nothing runs at the same time as anything else. A trap is a function call on the stack of the fibre that makes it,
// and the kernel is in "handler mode" from its entry to its end. Interrupts of both worlds come only where
// take_interrupts() is called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "fibre.hpp"
#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"
#include "system.hpp"

namespace port {

/// The size of the frame that an exception would push. Nothing is pushed here: caller_stack() alone identifies a gate's
/// call.
inline constexpr std::uintptr_t kFrameSize = 32;

struct Context {
  Fibre fibre;            // its thread
  Fibre* top;             // what runs when it is switched to: the thread, or non-secure code on top of it
  std::uintptr_t result;  // the result of its trap
  void (*entry)();
};

/// The running context; there is none on the SFN backend.
inline constinit Context* current = nullptr;

void prepare(Context& context, const spm::PartitionDescriptor& descriptor);
[[noreturn]] void start(Context& context);
/// Called while non-secure code runs on top of a context: when that code returns, idle begins instead of the context,
/// which can then be switched to like any other.
void put_under(Context& context, Context& idle);
/// True if a non-secure handler runs on top of this context, which must be the running one.
[[nodiscard]] bool is_pre_empted(const Context& context);
/// For isolation levels that this machine does not have.
void prepare_function(Context& context, std::uintptr_t frame, const spm::PartitionDescriptor& owner,
                      psa_flih_result_t (*function)());
std::uintptr_t stack_of(const Context& context);
inline void set_result(Context& context, std::uintptr_t word) { context.result = word; }
inline void answer(std::uintptr_t word) { current->result = word; }

/// While the agent makes a call with nothing else on its stack: the address that its frame would have.
[[nodiscard]] std::uintptr_t caller_stack();

[[nodiscard]] bool in_handler_mode();
void hold_non_secure();
inline void hold_interrupts() {}  // FLIH functions are not threads here
void release_interrupts();
void mask_interrupts();
void unmask_interrupts();
void wait_for_interrupt();

void enable(std::uint16_t source);
void disable(std::uint16_t source);
void clear_pending(std::uint16_t source);
[[nodiscard]] bool is_pending(std::uint16_t source);
[[nodiscard]] bool interrupt_waits();
[[nodiscard]] bool repeat_trap();
void route(std::uint16_t source);

/// Not known before the program is linked, so assume it.
inline constexpr bool kNullIsNonSecure = true;

/// The memory of the non-secure program: code, constants, data.
[[nodiscard]] std::span<const spm::Range> non_secure_memory();
/// True if the range, which is not empty, lies in one of them.
[[nodiscard]] bool is_non_secure_memory(std::uintptr_t address, std::size_t length, bool writing);
inline bool non_secure_access(std::uintptr_t address, std::size_t length, bool writing) {
  return is_non_secure_memory(address, length, writing);
}

/// The ranges may overlap.
void copy(std::byte* to, const std::byte* from, std::size_t count);

inline void copy_message(psa_msg_t& to, const psa_msg_t& from) { to = from; }
void clear(std::byte* memory, std::size_t size);
/// At level 1 no mapped vector has a region.
inline void unload_mapped() {}

[[nodiscard]] bool can_leave();
[[nodiscard]] bool is_fault_of_thread(const spm::FaultRegisters& registers);
[[noreturn]] void leave(Context& next);
void renew(const spm::OwnMemory& memory);

[[nodiscard]] spm::PanicRecord& record();
void note_caller(spm::FaultRegisters& registers);
void note_stack(spm::PanicRecord& record, const spm::PartitionDescriptor& owner);
[[noreturn]] void stop(const spm::PanicRecord& record);
[[noreturn]] void halt();
void log(const char* text);
/// The machine stores no lifecycle, so it cannot be read (LCS-3).
inline std::uint32_t lifecycle() { return 0; }

/// The time of a trace, in microseconds.
inline constexpr std::uint32_t kTicksPerSecond = 1'000'000;
inline void start_ticks() {}
[[nodiscard]] std::uint32_t ticks();

}  // namespace port
