// A machine that does nothing but remember what it was asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>

#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"

namespace port {

struct Context {
  std::uintptr_t result;
  std::uintptr_t stack;
};

inline constexpr std::uintptr_t kFrameSize = 32;

/// The non-secure world's memory: all of it can be read, half of the first run can be written and
/// nothing of the last. The two at the ends of the address space are never looked into.
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

/// What was said to the secure log.
inline std::string said;
/// The interrupt lines that are open.
inline std::set<std::uint16_t> open_lines;
/// Those that come to the kernel.
inline std::set<std::uint16_t> routed_lines;
/// Those that want to be served.
inline std::set<std::uint16_t> pending_lines;
/// Where the running thread's stack is.
inline std::uintptr_t running_stack = 0;
/// Where the frame of the last interrupt function is.
inline std::uintptr_t function_frame = 0;
/// What the running thread's stack says of non-secure code on top of it.
inline bool pre_empted = true;
/// The context that idle was put below non-secure code for.
inline const Context* replaced = nullptr;
/// Whose interrupts wait.
enum class Held { nobody, the_other_world, everybody };
inline Held held = Held::nobody;

inline void prepare(Context&, const spm::PartitionDescriptor&) {}
inline void set_result(Context& context, std::uintptr_t word) { context.result = word; }
inline void start(Context&) {}
inline void put_under(Context& context, Context&) { replaced = &context; }
inline bool is_pre_empted(const Context&) { return pre_empted; }
inline void answer(std::uintptr_t) {}
inline std::uintptr_t caller_stack() { return running_stack; }
inline std::uintptr_t stack_of(const Context& context) { return context.stack; }
inline void prepare_function(Context&, std::uintptr_t frame, const spm::PartitionDescriptor&, psa_flih_result_t (*)()) {
  function_frame = frame;
}
inline bool in_handler_mode() { return false; }
inline void hold_non_secure() { held = Held::the_other_world; }
inline void hold_interrupts() { held = Held::everybody; }
inline void release_interrupts() { held = Held::nobody; }
inline void mask_interrupts() {}
inline void unmask_interrupts() {}
inline void wait_for_interrupt() {}
inline void enable(std::uint16_t source) { open_lines.insert(source); }
inline void disable(std::uint16_t source) { open_lines.erase(source); }
inline void clear_pending(std::uint16_t source) { pending_lines.erase(source); }
inline bool is_pending(std::uint16_t source) { return pending_lines.contains(source); }
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
inline bool non_secure_access(std::uintptr_t address, std::size_t length, bool writing, spm::Privilege) {
  return is_non_secure_memory(address, length, writing) &&
         (!writing || address + (length - 1) < reinterpret_cast<std::uintptr_t>(non_secure) + kNonSecureSize / 2);
}
inline spm::Privilege non_secure_privilege() { return spm::Privilege::privileged; }
inline void copy(std::byte* to, const std::byte* from, std::size_t count) { std::memmove(to, from, count); }
inline void clear(std::byte* memory, std::size_t size) { std::memset(memory, 0, size); }
/// How often the regions of mapped vectors were taken out.
inline unsigned unloads = 0;
inline void unload_mapped() { ++unloads; }
inline spm::PanicRecord& record() {
  static spm::PanicRecord record{};
  return record;
}
inline void log(const char* text) { said += text; }
inline void note_caller(spm::FaultRegisters& registers) { registers.lr = 0x1234; }
inline void note_stack(spm::PanicRecord&, const spm::PartitionDescriptor&) {}
/// Throws what tests expect: fixture.hpp.
[[noreturn]] void stop(const spm::PanicRecord& record);
inline std::uint32_t lifecycle() { return 0; }

}  // namespace port
