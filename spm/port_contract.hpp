// What the kernel asks of a machine. A port is a header `port/<name>/port.hpp` that defines the names below in
// namespace `port`, found through the include path; port_contract.hpp states them as a concept so that a missing or
// wrong one is one clear error.
//
// Everything is resolved at link time: there is one port in an image, and no call through a pointer.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>

#include "port.hpp"
#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"

namespace spm {

// port::Context is the machine part of a partition's thread: whatever has to be kept while another one runs. It is
// trivially default constructible and lives in kernel memory.
//
// port::prepare(context, descriptor)      the thread will begin at descriptor.entry, on its empty, sealed stack
// port::set_result(context, word)         the word that the trap which suspended the thread will answer
// port::put_under(context, idle)          non-secure code runs on top of the first: when it returns, the second begins
// in
//                                         place of the first, which can be switched to like any other
// port::is_pre_empted(context)            did a non-secure interrupt pre-empt it? It can also have called non-secure
// code port::start(context)                    leaves the boot for the first thread; does not return
// port::is_non_secure_memory(address, length, writing)
//                                         does a run lie in one piece of memory (never devices, never holes) that the
//                                         non-secure world has?
// port::kNullIsNonSecure                  can it have a byte at address 0?
// port::non_secure_access(address, length, writing, privilege)
//                                         the same question, and do the attribution and protection units let the
//                                         non-secure world at all of the run?
// port::non_secure_privilege()            of the non-secure thread that calls
// port::copy(to, from, count)             moves bytes, by words where both sides are aligned
// port::clear(memory, size)               zeros, by words
// port::answer(word)                      the word that the running thread's trap answers, now
// port::caller_stack()                    where the frame of the running trap lies
// port::mask_interrupts(), port::unmask_interrupts(), port::wait_for_interrupt()
//                                         so that a test and the sleep after it are one step (SFN backend)
// port::hold_non_secure(), port::hold_interrupts(), port::release_interrupts()
//                                         threads run on, and no interrupt of the non-secure world, or none at all,
//                                         comes until the release (IPC backend)
// port::prepare_function(context, frame, owner, function), port::stack_of(context)
//                                         a context that runs an interrupt function on its owner's stack (levels 2, 3)
// port::in_handler_mode()                 does an exception handler execute (SFN backend; PE-11)
// port::enable(source), disable(source), clear_pending(source), is_pending(source), route(source)
//                                         one interrupt line
// port::stop(record)                      the panic action after the record is written: reset or halt; does not return
// port::record()                          where the panic record is, in memory that survives the reset
// port::log(text)                         the secure log
// port::lifecycle()                       the security lifecycle state (LCS-1)
template <typename Context>
concept PortContext = requires(Context& context, const PartitionDescriptor& descriptor) {
  { port::prepare(context, descriptor) } -> std::same_as<void>;
  { port::set_result(context, std::uintptr_t{}) } -> std::same_as<void>;
  port::start(context);
  { port::put_under(context, context) } -> std::same_as<void>;
  { port::is_pre_empted(context) } -> std::same_as<bool>;
  { port::non_secure_access(std::uintptr_t{}, std::size_t{}, bool{}, Privilege{}) } -> std::same_as<bool>;
  { port::is_non_secure_memory(std::uintptr_t{}, std::size_t{}, bool{}) } -> std::same_as<bool>;
  {bool{port::kNullIsNonSecure}};
  { port::non_secure_privilege() } -> std::same_as<Privilege>;
  port::enable(std::uint16_t{});
  port::disable(std::uint16_t{});
  port::clear_pending(std::uint16_t{});
  { port::is_pending(std::uint16_t{}) } -> std::same_as<bool>;
  { port::record() } -> std::same_as<PanicRecord&>;
  port::log("");
  port::answer(std::uintptr_t{});
  { port::caller_stack() } -> std::same_as<std::uintptr_t>;
  { port::in_handler_mode() } -> std::same_as<bool>;
  port::hold_non_secure();
  port::hold_interrupts();
  port::release_interrupts();
  port::mask_interrupts();
  port::wait_for_interrupt();
  port::unmask_interrupts();
  { port::lifecycle() } -> std::same_as<std::uint32_t>;
};

static_assert(PortContext<port::Context>);

}  // namespace spm
