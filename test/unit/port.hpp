// SPDX-License-Identifier: Apache-2.0

// A machine that only records what it was asked to do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>

#include "context.hpp"
#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"

namespace port {

/// The non-secure world's memory: all of it can be read, half of the first range can be written and nothing of the
/// last. The two at the ends of the address space are never accessed.
inline constexpr std::size_t kNonSecureSize = 256;
alignas(32) inline std::byte non_secure[kNonSecureSize];
alignas(32) inline std::byte non_secure_constants[kNonSecureSize];
inline const spm::Range kNonSecureRanges[] = {
    {reinterpret_cast<std::uintptr_t>(non_secure), reinterpret_cast<std::uintptr_t>(non_secure) + kNonSecureSize - 1,
     true},
    {UINTPTR_MAX - 15, UINTPTR_MAX, true},
    {0, 15, true},
    {reinterpret_cast<std::uintptr_t>(non_secure_constants),
     reinterpret_cast<std::uintptr_t>(non_secure_constants) + kNonSecureSize - 1, false},
};

/// The text that was written to the secure log.
inline std::string logged;
/// The interrupt lines that are open.
inline std::set<std::uint16_t> open_lines;
/// The lines that interrupt the kernel.
inline std::set<std::uint16_t> routed_lines;
/// The lines that are pending.
inline std::set<std::uint16_t> pending_lines;
/// An enabled interrupt is pending.
inline bool interrupted = false;
inline unsigned looks_before = 0;  // an interrupt is not there yet in so many looks
/// Where the running thread's stack is.
inline std::uintptr_t running_stack = 0;
/// Where the frame of the last interrupt function is.
inline std::uintptr_t function_frame = 0;
/// Whether non-secure code is on top of the running thread's stack.
inline bool pre_empted = true;
/// The context that idle replaced below non-secure code.
inline const Context* replaced = nullptr;
inline Held held = Held::none;
/// What the running thread gets, if its trap returns to it.
inline std::uintptr_t answered = 0;
/// The memory that was renewed last.
inline const spm::OwnMemory* renewed = nullptr;

inline void prepare(Context& context, const spm::PartitionDescriptor& descriptor) {
  context = {0, reinterpret_cast<std::uintptr_t>(descriptor.stack_top) - kFrameSize, descriptor.entry};
}
inline void set_result(Context& context, std::uintptr_t word) { context.result = word; }
inline void start(Context&) {}
inline void put_under(Context& context, Context&) { replaced = &context; }
inline bool is_pre_empted(const Context&) { return pre_empted; }
inline void answer(std::uintptr_t word) { answered = word; }
inline std::uintptr_t caller_stack() { return running_stack; }
inline std::uintptr_t stack_of(const Context& context) { return context.stack; }
inline void prepare_function(Context&, std::uintptr_t frame, const spm::PartitionDescriptor&, psa_flih_result_t (*)()) {
  function_frame = frame;
}
inline bool in_handler_mode() { return false; }
inline void hold_non_secure() { held = Held::non_secure; }
inline void hold_interrupts() { held = Held::all; }
inline void release_interrupts() { held = Held::none; }
inline void mask_interrupts() {}
inline void unmask_interrupts() {}
inline void wait_for_interrupt() {}
inline void enable(std::uint16_t source) { open_lines.insert(source); }
inline void disable(std::uint16_t source) { open_lines.erase(source); }
inline void clear_pending(std::uint16_t source) { pending_lines.erase(source); }
inline bool is_pending(std::uint16_t source) { return pending_lines.contains(source); }
inline bool interrupt_waits() {
  if (interrupted && looks_before != 0) {
    --looks_before;
    return false;
  }
  return interrupted;
}
inline unsigned repeats = 0;
inline bool repeat_trap() {
  ++repeats;
  return true;
}
inline void route(std::uint16_t source) { routed_lines.insert(source); }
inline constexpr bool kNullIsNonSecure = true;
inline bool is_non_secure_memory(std::uintptr_t address, std::size_t length, bool writing) {
  for (const spm::Range& range : kNonSecureRanges) {
    if ((range.writable || !writing) && address >= range.first && address <= range.last &&
        length - 1 <= range.last - address) {
      return true;
    }
  }
  return false;
}
inline bool non_secure_access(std::uintptr_t address, std::size_t length, bool writing) {
  return is_non_secure_memory(address, length, writing) &&
         (!writing || address + (length - 1) < reinterpret_cast<std::uintptr_t>(non_secure) + kNonSecureSize / 2);
}
inline void copy(std::byte* to, const std::byte* from, std::size_t count) { std::memmove(to, from, count); }
inline void copy_message(psa_msg_t& to, const psa_msg_t& from) { to = from; }
inline void clear(std::byte* memory, std::size_t size) { std::memset(memory, 0, size); }
/// The number of times that the regions of mapped vectors were unloaded.
inline unsigned unloads = 0;
inline void unload_mapped() { ++unloads; }
inline spm::PanicRecord& record() {
  static spm::PanicRecord record{};
  return record;
}
inline constexpr std::uint32_t kTicksPerSecond = 0;
inline void start_ticks() {}
inline std::uint32_t ticks() { return 0; }
inline void log(const char* text) { logged += text; }
inline void note_caller(spm::FaultRegisters& registers) { registers.lr = 0x1234; }
inline void note_stack(spm::PanicRecord&, const spm::PartitionDescriptor&) {}
/// Throws what tests expect; defined in fixture.hpp.
[[noreturn]] void stop(const spm::PanicRecord& record);
[[noreturn]] void halt();
inline bool can_leave() { return true; }
inline bool is_fault_of_thread(const spm::FaultRegisters&) { return true; }
[[noreturn]] void leave(Context& next);
inline void renew(const spm::OwnMemory& memory) { renewed = &memory; }
inline std::uint32_t lifecycle() { return 0; }

}  // namespace port
