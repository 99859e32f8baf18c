// SPDX-License-Identifier: Apache-2.0

// The Armv8-M machine as the kernel sees it (spm/port_contract.hpp). Functions on the path of a call are inline here.
//
// The kernel runs as SVC on the main stack, partitions run on the process stack. So PSP always points to the frame of
// the call that is being served, and the callee-saved registers are still in the registers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>

#include "spm/descriptors.hpp"
#include "spm/panic_record.hpp"
#include "system.hpp"

namespace port {

/// The frame that an exception pushes on the stack of the interrupted thread, without FP.
struct Frame {
  std::uint32_t r0_to_r3[4];
  std::uint32_t r12;
  std::uint32_t lr;
  std::uint32_t pc;
  std::uint32_t psr;
};
inline constexpr std::uintptr_t kFrameSize = sizeof(Frame);
static_assert(kFrameSize == 32);

/// Faults have priority 0. Traps are more urgent than secure interrupts only so that all interrupts can be held while a
/// trap is taken; nothing interrupts a running kernel. The non-secure world is less urgent than both (IRQ-7).
inline constexpr std::uint32_t kKernelPriority = 0x40;
inline constexpr std::uint32_t kInterruptPriority = 0x60;
inline constexpr std::uint32_t kNonSecurePriority = 0x80;

/// The non-secure values in the FPU of a context that non-secure code runs on top of. All other values are in frames.
struct FpuState {
  std::uint32_t s16_to_s31[16];
  std::uint32_t exception_return;  // the context's own then goes to port_resume_non_secure (trap_ipc.S)
};
struct NoFpuState {};

/// A thread that is not running, in the order in which trap_ipc.S stores and loads it with one instruction. EXC_RETURN
/// is restored as it was found, never rebuilt.
struct Context {
  std::uint32_t stack;  // PSP
  std::uint32_t r4_to_r11[8];
  std::uint32_t exception_return;
  std::uint32_t stack_limit;  // PSPLIM, which never changes
  std::uint32_t rows;         // regions of its domain, in the MPU's format; read above isolation level 1
  [[no_unique_address]] std::conditional_t<spm::system::kFpuIsUsable, FpuState, NoFpuState> fpu;
};
static_assert(offsetof(Context, stack_limit) == 40 && offsetof(Context, rows) == 44);
static_assert(!spm::system::kFpuIsUsable || offsetof(Context, fpu) == 48);

void prepare(Context& context, const spm::PartitionDescriptor& descriptor);
[[noreturn]] void start(Context& context);

/// Called while non-secure code runs on top of a context: when that code returns, idle begins instead of the context,
/// which can then be switched to like any other. At the end of a FLIH function the context has been saved; else it is
/// in the registers.
void put_under(Context& context, Context& idle);

/// True if a non-secure interrupt pre-empted this context, on top of which non-secure code runs. The hardware then left
/// its signature at the end of the context's stack; a call of non-secure code leaves an address there.
bool is_pre_empted(const Context& context);

/// Prepares a context that runs a function on the owner's stack, with its first frame there.
void prepare_function(Context& context, std::uintptr_t frame, const spm::PartitionDescriptor& owner,
                      psa_flih_result_t (*function)());
inline std::uintptr_t stack_of(const Context& context) { return context.stack; }

inline void set_result(Context& context, std::uintptr_t word) {
  reinterpret_cast<Frame*>(context.stack)->r0_to_r3[0] = word;
}

inline std::uintptr_t caller_stack() {
  std::uintptr_t stack;
  asm("mrs %0, psp" : "=r"(stack));
  return stack;
}

inline void answer(std::uintptr_t word) { reinterpret_cast<Frame*>(caller_stack())->r0_to_r3[0] = word; }

inline bool in_handler_mode() {
  std::uint32_t exception;
  asm volatile("mrs %0, ipsr" : "=r"(exception));
  return exception != 0;
}

inline const auto& non_secure_memory() { return spm::system::kNonSecureMemory; }

/// True if the board's table allows the byte at address 0.
inline constexpr bool kNullIsNonSecure =
    std::ranges::any_of(spm::system::kNonSecureMemory, [](const spm::Range& run) { return run.first == 0; });

/// True if a range, which is not empty, lies in one range of the board's non-secure memory. If `writing`, that must be
/// writable. The table is unrolled.
template <std::size_t place = 0>
[[gnu::always_inline]] inline bool is_non_secure_memory(std::uintptr_t address, std::size_t length, bool writing) {
  if constexpr (place == spm::system::kNonSecureMemory.size()) {
    return false;
  } else {
    constexpr spm::Range kRange = spm::system::kNonSecureMemory[place];
    constexpr std::size_t kSpan = kRange.last - kRange.first;
    const std::size_t offset = address - kRange.first;
    if ((kRange.writable || !writing) && offset <= kSpan && length - 1 <= kSpan - offset) {
      return true;
    }
    return is_non_secure_memory<place + 1>(address, length, writing);
  }
}

/// The units also allow addresses where nothing answers, so the board's table decides where a range may begin. Each
/// range of the table is one region of the attribution unit (boot.cpp), and TT must give the same answer at both ends:
/// so all of it lies in that range, and in one region of the non-secure world's MPU.
/// What unprivileged code may access, privileged code may too. So the privilege of the thread that called the gate only
/// counts where unprivileged code may not. A gate in handler mode is refused earlier.
[[gnu::always_inline]] inline bool non_secure_access(std::uintptr_t address, std::size_t length, bool writing) {
  constexpr std::uint32_t kReadable = 1U << 20U;  // by the non-secure world: NSR
  constexpr std::uint32_t kWritable = 1U << 21U;  // NSRW
  constexpr std::uint32_t kUnprivileged = 1U;     // CONTROL.nPRIV
  const std::uint32_t right = writing ? kWritable : kReadable;
  std::uintptr_t last;
  if (__builtin_add_overflow(address, length - 1, &last) || !is_non_secure_memory(address, 1, writing)) {
    return false;
  }
  std::uint32_t at_first;
  std::uint32_t at_last;
  asm volatile("ttat %0, %1" : "=r"(at_first) : "r"(address));
  asm volatile("ttat %0, %1" : "=r"(at_last) : "r"(last));
  if (at_first == at_last && (at_first & right) != 0) [[likely]] {
    return true;
  }
  std::uint32_t control;
  asm volatile("mrs %0, control_ns" : "=r"(control));
  asm volatile("tta %0, %1" : "=r"(at_first) : "r"(address));
  asm volatile("tta %0, %1" : "=r"(at_last) : "r"(last));
  return (control & kUnprivileged) == 0 && at_first == at_last && (at_first & right) != 0;
}

/// Copies blocks of 32 bytes where both sides are aligned. Ranges that overlap give an unspecified result.
void copy(std::byte* to, const std::byte* from, std::size_t count) asm("port_copy");

/// With the six registers that every call may change. clang-tidy reads this file as one for the PC.
inline void copy_message(psa_msg_t& to, const psa_msg_t& from) {
#ifdef __arm__
  static_assert(sizeof(psa_msg_t) == std::size_t{2} * 6 * 4);
  psa_msg_t* target = &to;
  const psa_msg_t* source = &from;
  asm volatile(
      "ldm %1!, {r0-r3, r12, lr}\n\tstm %0!, {r0-r3, r12, lr}\n\t"
      "ldm %1, {r0-r3, r12, lr}\n\tstm %0, {r0-r3, r12, lr}"
      : "+r"(target), "+r"(source)
      :
      : "r0", "r1", "r2", "r3", "r12", "lr", "memory");
#else
  to = from;
#endif
}

/// Fills with zeros, by words.
void clear(std::byte* memory, std::size_t size) asm("port_clear");

/// Takes the regions of mapped vectors out of the MPU (mapped_regions.cpp).
[[gnu::noinline, gnu::cold]] void unload_mapped();

/// Nothing else uses the priority mask. Traps are taken all the same.
inline void mask_priority(std::uint32_t priority) { asm volatile("msr basepri, %0" : : "r"(priority) : "memory"); }
inline void hold_non_secure() { mask_priority(kNonSecurePriority); }
inline void hold_interrupts() { mask_priority(kInterruptPriority); }
inline void release_interrupts() { mask_priority(0); }

inline void mask_interrupts() { asm volatile("cpsid i" ::: "memory"); }
inline void unmask_interrupts() { asm volatile("cpsie i\n\tisb" ::: "memory"); }
inline void wait_for_interrupt() { asm volatile("dsb\n\twfi" ::: "memory"); }

void enable(std::uint16_t source);
void disable(std::uint16_t source);
void clear_pending(std::uint16_t source);
bool is_pending(std::uint16_t source);
/// Not inline: where `./run bench` sees it, the wait of an interrupt that came earlier ends.
[[gnu::noinline]] bool interrupt_waits() asm("port_interrupt_waits");
/// If the interrupt that waits will be taken right after this trap, the thread then makes the trap again.
[[gnu::noinline, gnu::cold]] bool repeat_trap();
void route(std::uint16_t source);

bool can_leave();
bool is_fault_of_thread(const spm::FaultRegisters& registers);
[[noreturn]] void leave(Context& next);
void renew(const spm::OwnMemory& memory);

spm::PanicRecord& record();
void note_caller(spm::FaultRegisters& registers);
void note_stack(spm::PanicRecord& record, const spm::PartitionDescriptor& owner);
[[noreturn]] void stop(const spm::PanicRecord& record);
[[noreturn]] void halt();
void log(const char* text);
std::uint32_t lifecycle();

inline constexpr std::uint32_t kTicksPerSecond = 0;  // the clock of the processor: the board decides
void start_ticks();
std::uint32_t ticks();

}  // namespace port
