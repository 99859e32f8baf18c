// SPDX-License-Identifier: Apache-2.0

// A machine that only has what decides which code runs: the contexts, the non-secure handlers on top of them, and the
// interrupt lines. All of it is a value, so an earlier state can be restored.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "../context.hpp"
#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"

namespace port {

inline constexpr unsigned kMostHandlers = 2;

/// Where idle continues when nothing is on top of it any more: it asks, or it sleeps without having asked again.
enum class IdleAt : std::uint8_t { asks, sleeps };

struct Machine {
  Context* current;
  /// For each non-secure handler, oldest first, the context that it returns to if no older one is between.
  std::array<Context*, kMostHandlers> handlers;
  unsigned handler_count;
  std::uint32_t open;
  std::uint32_t pending;
  IdleAt idle_at;
  Held held;
};

inline constinit Machine machine{};

/// The stack of the thread that makes the trap, and the psa_msg_t, which lives only as long as the trap.
inline constinit std::uintptr_t stack_of_caller = 0;

inline unsigned handlers_on(const Context& context) {
  unsigned count = 0;
  for (unsigned i = 0; i < machine.handler_count; ++i) {
    count += machine.handlers[i] == &context ? 1 : 0;
  }
  return count;
}

inline void prepare(Context& context, const spm::PartitionDescriptor& descriptor) {
  context = {0, reinterpret_cast<std::uintptr_t>(descriptor.stack_top), descriptor.entry};
}
inline void start(Context& context) { machine.current = &context; }
inline void put_under(Context& from, Context& idle) {
  for (Context*& below : machine.handlers) {
    if (below == &from) {
      below = &idle;
    }
  }
  if (machine.current == &from) {
    machine.current = &idle;
  }
  machine.idle_at = IdleAt::asks;
}
inline bool is_pre_empted(const Context& context) { return handlers_on(context) != 0; }
inline void set_result(Context& context, std::uintptr_t word) { context.result = word; }
inline void answer(std::uintptr_t word) { machine.current->result = word; }
inline std::uintptr_t caller_stack() { return stack_of_caller; }
inline std::uintptr_t stack_of(const Context& context) { return context.stack; }
inline void prepare_function(Context&, std::uintptr_t, const spm::PartitionDescriptor&, psa_flih_result_t (*)()) {}
inline bool in_handler_mode() { return false; }
inline void hold_non_secure() { machine.held = Held::non_secure; }
inline void hold_interrupts() { machine.held = Held::all; }
inline void release_interrupts() { machine.held = Held::none; }
inline void mask_interrupts() {}
inline void unmask_interrupts() {}
inline void wait_for_interrupt() {}
inline void enable(std::uint16_t source) { machine.open |= 1U << source; }
inline void disable(std::uint16_t source) { machine.open &= ~(1U << source); }
inline void clear_pending(std::uint16_t source) { machine.pending &= ~(1U << source); }
inline bool interrupt_waits() { return machine.pending != 0; }
inline bool repeat_trap() { return false; }
inline bool is_pending(std::uint16_t source) { return (machine.pending >> source & 1U) != 0; }
inline void route(std::uint16_t) {}
inline constexpr bool kNullIsNonSecure = true;
inline bool is_non_secure_memory(std::uintptr_t, std::size_t, bool) { return true; }
inline bool non_secure_access(std::uintptr_t, std::size_t, bool) { return true; }
inline void copy(std::byte* to, const std::byte* from, std::size_t count) { std::memmove(to, from, count); }
inline void copy_message(psa_msg_t& to, const psa_msg_t& from) { to = from; }
inline void clear(std::byte* memory, std::size_t size) { std::memset(memory, 0, size); }
inline void unload_mapped() {}
inline spm::PanicRecord& record() {
  static spm::PanicRecord record{};
  return record;
}
inline constexpr std::uint32_t kTicksPerSecond = 0;
inline void start_ticks() {}
inline std::uint32_t ticks() { return 0; }
inline void log(const char*) {}
inline void note_caller(spm::FaultRegisters& registers) { registers.lr = 0x1234; }
inline void note_stack(spm::PanicRecord&, const spm::PartitionDescriptor&) {}
/// Throws the record; defined in model_test.cpp.
[[noreturn]] void stop(const spm::PanicRecord& record);
[[noreturn]] void halt();
inline bool can_leave() { return true; }
inline bool is_fault_of_thread(const spm::FaultRegisters&) { return true; }
[[noreturn]] void leave(Context& next);
inline void renew(const spm::OwnMemory&) {}
inline std::uint32_t lifecycle() { return 0; }

}  // namespace port
