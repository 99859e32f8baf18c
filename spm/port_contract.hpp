// SPDX-License-Identifier: Apache-2.0

// What the kernel requires of a machine. It uses no other names of a port.
//
// A port is a header `port/<name>/port.hpp`, found through the include path, that declares everything below in
// namespace `port`. Inside namespace `spm`, `port::` means this contract and not the port. So it binds both sides: a
// port that lacks a function, or has it with another type, does not compile; nor does a kernel that calls a function of
// the port that is not required here.
//
// Everything is resolved at link time: an image has one port, and no call goes through a pointer.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "port.hpp"
#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"

namespace spm::port {

template <typename Function>
consteval bool is_offered(Function*) {
  return true;
}

/// Requires a function of the port with this name and type.
#define POSTERN_REQUIRES(name, ...) \
  using ::port::name;               \
  static_assert(is_offered<__VA_ARGS__>(::port::name), "the port's " #name " is not " #__VA_ARGS__)

// Threads, IPC backend.

/// The machine's part of a thread: everything to save while another one runs. It is in kernel memory.
using ::port::Context;
static_assert(std::is_trivially_default_constructible_v<Context>, "the port's Context does not start at zero");

/// The size in bytes of the frame that an exception pushes on the stack of the interrupted thread.
using ::port::kFrameSize;
static_assert(std::same_as<decltype(kFrameSize), const std::uintptr_t>);

/// Prepares a thread that begins at descriptor.entry, on its empty, sealed stack.
POSTERN_REQUIRES(prepare, void(Context& context, const PartitionDescriptor& descriptor));
/// Leaves boot for the first thread; does not return.
POSTERN_REQUIRES(start, void(Context& context));
/// Sets the result of the running thread's trap.
POSTERN_REQUIRES(answer, void(std::uintptr_t word));
/// Sets the result of the trap with which the thread stopped running.
POSTERN_REQUIRES(set_result, void(Context& context, std::uintptr_t word));
/// The address of the running trap's frame.
POSTERN_REQUIRES(caller_stack, std::uintptr_t());

// A thread that ends and begins anew, in images where a partition can restart.

/// True if the kernel was entered from a thread of the secure world and nothing else is active below it: it can leave
/// for another context.
POSTERN_REQUIRES(can_leave, bool());
/// The same for a fault: true if it is a fault of a secure thread on its own stack.
POSTERN_REQUIRES(is_fault_of_thread, bool(const FaultRegisters& registers));
/// Leaves the kernel for this context. Of the running one nothing is saved, in no register either.
POSTERN_REQUIRES(leave, void(Context& next));
/// Memory as at boot: the initial data, and zeros elsewhere. On a device, no thread uses the stack meanwhile.
POSTERN_REQUIRES(renew, void(const OwnMemory& memory));

// Non-secure code on top of a thread, IPC backend.

/// Called while non-secure code runs on top of `context`: when that code returns, `idle` begins instead of `context`,
/// which can then be switched to like any other.
POSTERN_REQUIRES(put_under, void(Context& context, Context& idle));
/// While non-secure code runs on top of `context`: true if a non-secure interrupt pre-empted the context, false if the
/// context called that code.
POSTERN_REQUIRES(is_pre_empted, bool(const Context& context));
/// Threads continue, but no interrupt of the non-secure world comes until the release.
POSTERN_REQUIRES(hold_non_secure, void());
/// Threads continue, but no interrupt at all comes until the release.
POSTERN_REQUIRES(hold_interrupts, void());
POSTERN_REQUIRES(release_interrupts, void());

// FLIH functions as threads, isolation levels 2 and 3.

/// Prepares a context that runs `function` with the owner's rights. Its first frame is at `frame`, on the owner's
/// stack.
POSTERN_REQUIRES(prepare_function, void(Context& context, std::uintptr_t frame, const PartitionDescriptor& owner,
                                        psa_flih_result_t (*function)()));
/// The stack pointer of a thread that is not running.
POSTERN_REQUIRES(stack_of, std::uintptr_t(const Context& context));

// Interrupts.

/// Routes a line to the kernel. Called once for each line at boot; the line is still disabled.
POSTERN_REQUIRES(route, void(std::uint16_t source));
POSTERN_REQUIRES(enable, void(std::uint16_t source));
POSTERN_REQUIRES(disable, void(std::uint16_t source));
POSTERN_REQUIRES(is_pending, bool(std::uint16_t source));
POSTERN_REQUIRES(clear_pending, void(std::uint16_t source));
/// IPC backend: true if an interrupt of either world is pending and enabled, so that it waits for the end of the trap.
POSTERN_REQUIRES(interrupt_waits, bool());
/// IPC backend: makes the running thread repeat its trap, with the same arguments, when the interrupt that waits has
/// been taken. False: that is not possible, and the trap must go on.
POSTERN_REQUIRES(repeat_trap, bool());
/// Masks all interrupts until unmask_interrupts(), so that a test and the sleep after it are one step. The panic action
/// begins with it too.
POSTERN_REQUIRES(mask_interrupts, void());
POSTERN_REQUIRES(unmask_interrupts, void());
/// SFN backend: sleeps until an interrupt is pending, even a masked one.
POSTERN_REQUIRES(wait_for_interrupt, void());
/// SFN backend: true in an exception handler (PE-11).
POSTERN_REQUIRES(in_handler_mode, bool());

// Memory.

/// True if a range, which is not empty, lies in one piece of memory of the non-secure world (no devices, no holes). If
/// `writing`, it must be writable.
POSTERN_REQUIRES(is_non_secure_memory, bool(std::uintptr_t address, std::size_t length, bool writing));
/// The same, and the attribution unit and the MPU let the non-secure thread that has called a gate access the whole
/// range, with its current privilege.
POSTERN_REQUIRES(non_secure_access, bool(std::uintptr_t address, std::size_t length, bool writing));
/// True if the non-secure world can own the byte at address 0.
using ::port::kNullIsNonSecure;
static_assert(std::same_as<decltype(kNullIsNonSecure), const bool>);
/// Copies bytes, by words where both sides are aligned.
POSTERN_REQUIRES(copy, void(std::byte* to, const std::byte* from, std::size_t count));
/// Copies a message.
POSTERN_REQUIRES(copy_message, void(psa_msg_t& to, const psa_msg_t& from));
/// Fills with zeros, by words.
POSTERN_REQUIRES(clear, void(std::byte* memory, std::size_t size));
/// Takes the regions of mapped vectors out of the MPU. Called when a vector is unmapped, while its service runs.
POSTERN_REQUIRES(unload_mapped, void());

// The system.

/// The security lifecycle state (LCS-1).
POSTERN_REQUIRES(lifecycle, std::uint32_t());
/// Writes to the secure log.
POSTERN_REQUIRES(log, void(const char* text));
/// The registers of the trap that the kernel serves: those that its caller was in.
POSTERN_REQUIRES(note_caller, void(FaultRegisters& registers));
/// Copies words of the stack that the registers of the record describe, above the frame, as far as they are on the
/// owner's stack or in non-secure memory.
POSTERN_REQUIRES(note_stack, void(PanicRecord& record, const PartitionDescriptor& owner));
/// The panic record, in memory that survives the reset.
POSTERN_REQUIRES(record, PanicRecord&());
/// The end of the panic action, after the record is written: resets or halts. Does not return. After
/// kResetLoopLimit panics in a row it halts.
POSTERN_REQUIRES(stop, void(const PanicRecord& record));
/// The same for a partition whose panics halt the system.
POSTERN_REQUIRES(halt, void());

// The time of a trace: a counter of encoding::kTraceTimeBits bits. 0 ticks in a second: not known.

using ::port::kTicksPerSecond;
POSTERN_REQUIRES(start_ticks, void());
POSTERN_REQUIRES(ticks, std::uint32_t());

#undef POSTERN_REQUIRES

}  // namespace spm::port
