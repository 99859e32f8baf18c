// What the kernel asks of a machine: the only names of a port that it has.
//
// A port is a header `port/<name>/port.hpp`, found through the include path, that declares what stands below in
// namespace `port`. Inside namespace `spm`, `port::` is this contract and not the port. So the contract binds both: a
// port without one of the functions, or with another type of it, does not compile, and neither does a kernel that calls
// a function of the port for which there is no requirement here.
//
// Everything is resolved at link time: there is one port in an image, and no call through a pointer.
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

/// A function of the port, by its name and its type.
#define POSTERN_REQUIRES(name, ...) \
  using ::port::name;               \
  static_assert(is_offered<__VA_ARGS__>(::port::name), "the port's " #name " is not " #__VA_ARGS__)

// Threads, IPC backend.

/// The machine's part of a thread: whatever has to be kept while another one runs. Lives in kernel memory.
using ::port::Context;
static_assert(std::is_trivially_default_constructible_v<Context>, "the port's Context does not start at zero");

/// What an exception puts on the stack of the thread that it interrupts, in bytes.
using ::port::kFrameSize;
static_assert(std::same_as<decltype(kFrameSize), const std::uintptr_t>);

/// The thread will begin at descriptor.entry, on its empty, sealed stack.
POSTERN_REQUIRES(prepare, void(Context& context, const PartitionDescriptor& descriptor));
/// Leaves the boot for the first thread; does not return.
POSTERN_REQUIRES(start, void(Context& context));
/// The word that the trap of the running thread answers, now.
POSTERN_REQUIRES(answer, void(std::uintptr_t word));
/// The word that the trap which suspended the thread answers.
POSTERN_REQUIRES(set_result, void(Context& context, std::uintptr_t word));
/// Where the frame of the running trap lies.
POSTERN_REQUIRES(caller_stack, std::uintptr_t());

// Non-secure code on top of a thread, IPC backend.

/// Non-secure code runs on top of `context`: when it returns, `idle` begins in place of `context`, which can be
/// switched to like any other.
POSTERN_REQUIRES(put_under, void(Context& context, Context& idle));
/// Non-secure code runs on top of `context`. Did a non-secure interrupt pre-empt the context? It can also have called
/// non-secure code.
POSTERN_REQUIRES(is_pre_empted, bool(const Context& context));
/// Threads run on, but no interrupt of the non-secure world comes until the release.
POSTERN_REQUIRES(hold_non_secure, void());
/// Threads run on, but no interrupt at all comes until the release.
POSTERN_REQUIRES(hold_interrupts, void());
POSTERN_REQUIRES(release_interrupts, void());

// Interrupt functions as threads, isolation levels 2 and 3.

/// The context runs `function` with the owner's rights; its first frame lies at `frame`, on the owner's stack.
POSTERN_REQUIRES(prepare_function, void(Context& context, std::uintptr_t frame, const PartitionDescriptor& owner,
                                        psa_flih_result_t (*function)()));
/// Where the stack of a suspended thread ends.
POSTERN_REQUIRES(stack_of, std::uintptr_t(const Context& context));

// Interrupts.

/// The line comes to the kernel. Called once for each at boot; it is still disabled.
POSTERN_REQUIRES(route, void(std::uint16_t source));
POSTERN_REQUIRES(enable, void(std::uint16_t source));
POSTERN_REQUIRES(disable, void(std::uint16_t source));
POSTERN_REQUIRES(is_pending, bool(std::uint16_t source));
POSTERN_REQUIRES(clear_pending, void(std::uint16_t source));
/// No interrupt comes until unmask_interrupts(): a test and the sleep after it are one step. The panic action too
/// begins with it.
POSTERN_REQUIRES(mask_interrupts, void());
POSTERN_REQUIRES(unmask_interrupts, void());
/// Sleeps until an interrupt is pending, although it is masked; SFN backend.
POSTERN_REQUIRES(wait_for_interrupt, void());
/// Does an exception handler execute (PE-11)? SFN backend.
POSTERN_REQUIRES(in_handler_mode, bool());

// Memory.

/// Does a run of bytes, which is not empty, lie in one piece of memory (never devices, never holes) that the non-secure
/// world has, and that can be written if that is asked?
POSTERN_REQUIRES(is_non_secure_memory, bool(std::uintptr_t address, std::size_t length, bool writing));
/// The same question, and do the attribution and protection units let the non-secure world at all of the run?
POSTERN_REQUIRES(non_secure_access,
                 bool(std::uintptr_t address, std::size_t length, bool writing, Privilege privilege));
/// Of the non-secure thread that has called a gate.
POSTERN_REQUIRES(non_secure_privilege, Privilege());
/// Can the non-secure world have a byte at address 0?
using ::port::kNullIsNonSecure;
static_assert(std::same_as<decltype(kNullIsNonSecure), const bool>);
/// Moves bytes, by words where both sides are aligned.
POSTERN_REQUIRES(copy, void(std::byte* to, const std::byte* from, std::size_t count));
/// Zeros, by words.
POSTERN_REQUIRES(clear, void(std::byte* memory, std::size_t size));

// The system.

/// The security lifecycle state (LCS-1).
POSTERN_REQUIRES(lifecycle, std::uint32_t());
/// The secure log.
POSTERN_REQUIRES(log, void(const char* text));
/// Where the panic record is, in memory that survives the reset.
POSTERN_REQUIRES(record, PanicRecord&());
/// The panic action, after the record is written: reset or halt. Does not return.
POSTERN_REQUIRES(stop, void(const PanicRecord& record));

#undef POSTERN_REQUIRES

}  // namespace spm::port
