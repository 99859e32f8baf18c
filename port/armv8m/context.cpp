// SPDX-License-Identifier: Apache-2.0

// Threads before they run, interrupt lines, and the reset or halt: the functions of spm/port_contract.hpp that are not
// on the path of a call.
#include <algorithm>

#include "board.hpp"
#include "encoding/region.hpp"
#include "encoding/trace.hpp"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"

namespace port {
namespace {

namespace reg = registers;

// Secure, thread mode, process stack, basic frame.
constexpr std::uint32_t kReturnToThread = 0xFFFF'FFFD;
// The same, with the signature and r4-r11 on the stack too: to a thread that a non-secure exception pre-empted.
constexpr std::uint32_t kReturnToPreEmpted = 0xFFFF'FFDD;
constexpr std::uint32_t kThumbState = 1U << 24U;
constexpr std::uint32_t kPendSvSet = 1U << 28U;
// No instruction can be fetched here, so a thread whose entry point returns takes a fault.
constexpr std::uint32_t kNowhere = 0xFFFF'FFFF;

constexpr unsigned kWordBits = 32;

constexpr std::uint32_t kLastTick = (1U << encoding::kTraceTimeBits) - 1;

std::uintptr_t word_of(std::uintptr_t bank, std::uint16_t source) { return bank + source / kWordBits * 4; }
std::uint32_t bit_of(std::uint16_t source) { return 1U << (source % kWordBits); }

/// Earlier writes reach the interrupt controller before anything that the kernel reads or writes after this.
void complete_writes() { asm volatile("dsb\n\tisb" ::: "memory"); }

// In memory that boot neither clears nor loads.
[[gnu::section(".noinit")]] spm::PanicRecord panic_record;

/// Writes the frame of an exception return to `entry`. Its other registers are what the stack's owner has there.
Frame& write_frame(std::uintptr_t stack, std::uintptr_t entry, std::uintptr_t return_to) {
  Frame& frame = *reinterpret_cast<Frame*>(stack);
  frame.lr = return_to;
  frame.pc = entry & ~1U;
  frame.psr = kThumbState;
  return frame;
}

/// The stack pointer of a context: in PSP if the context is running, else saved.
std::uintptr_t end_of_stack(const Context& context) {
  return port_running == &context ? caller_stack() : context.stack;
}

/// Writes the frame of a thread that a non-secure exception pre-empted before its first instruction. The exception
/// returns with the kind of frame that it came with, so the frame has zeros for the FPU if that one had its registers.
std::uintptr_t write_pre_empted_frame(std::uintptr_t stack_top, void (*entry)(), bool has_fpu) {
  const std::uintptr_t size = kCalleeFrameSize + kFrameSize + (has_fpu ? kFpuFrameSize : 0);
  const std::uintptr_t stack = stack_top - size;
  clear(reinterpret_cast<std::byte*>(stack), size);
  *reinterpret_cast<std::uint32_t*>(stack) = has_fpu ? kSignature & ~kFrameIsBasic : kSignature;
  write_frame(stack + kCalleeFrameSize, reinterpret_cast<std::uintptr_t>(entry), kNowhere);
  return stack;
}

/// True if the pre-empted thread whose stack ends here has the registers of the FPU in its frame.
bool has_fpu_frame(std::uintptr_t stack) {
  const std::uint32_t signature = *reinterpret_cast<const std::uint32_t*>(stack);
  return spm::system::kFpuIsUsable && (signature & kFrameIsBasic) == 0;
}

/// The registers of the pre-empted thread are stored on its stack only when the FPU is used again.
void store_pending_fpu() {
  constexpr std::uint32_t kPending = 1;  // LSPACT
  if constexpr (spm::system::kLazyStacking) {
    if ((reg::read(reg::kFloatingPointContextControl) & kPending) != 0) {
      port_store_fpu();
    }
  }
}

/// Loads what a switch loads besides the registers of the thread.
void load_banked_registers(const Context& context) {
  asm volatile("msr psplim, %0\n\tmsr psp, %1" : : "r"(context.stack_limit), "r"(context.stack) : "memory");
  if constexpr (spm::system::kIsolationLevel > 1) {
    load_rows(reinterpret_cast<const spm::Region*>(context.rows));
  }
}

/// Prepares a thread that begins at `entry`, with this first frame in its owner's memory. r4-r11 are zero: the context
/// has never held those of another thread.
Frame& begin(Context& context, std::uintptr_t stack, std::uintptr_t entry, std::uintptr_t return_to,
             const spm::PartitionDescriptor& owner) {
  Frame& frame = write_frame(stack, entry, return_to);
  context.stack = stack;
  context.stack_limit = reinterpret_cast<std::uintptr_t>(owner.stack_limit);
  context.exception_return = kReturnToThread;
  context.rows = reinterpret_cast<std::uintptr_t>(owner.domain->regions);
  return frame;
}

}  // namespace

void prepare(Context& context, const spm::PartitionDescriptor& descriptor) {
  Frame& frame = begin(context, reinterpret_cast<std::uintptr_t>(descriptor.stack_top) - kFrameSize,
                       reinterpret_cast<std::uintptr_t>(descriptor.entry), kNowhere, descriptor);
  frame.r0_to_r3[0] = port_non_secure_entry();  // agent_start reads it; other threads ignore it
  frame.r0_to_r3[1] = frame.r0_to_r3[2] = frame.r0_to_r3[3] = frame.r12 = 0;
}

void prepare_function(Context& context, std::uintptr_t frame, const spm::PartitionDescriptor& owner,
                      psa_flih_result_t (*function)()) {
  begin(context, frame, reinterpret_cast<std::uintptr_t>(function), reinterpret_cast<std::uintptr_t>(function_return),
        owner);
  reg::write(reg::kInterruptControlAndState, kPendSvSet);  // runs port_function_begins before the function
}

void start(Context& context) {
  if constexpr (spm::system::kIsolationLevel > 1) {
    load_rows(reinterpret_cast<const spm::Region*>(context.rows));
  }
  port_enter(context);
}

spm::system::MemoryRange readable_ram() {
  if constexpr (spm::system::kIsolationLevel > 1) {
    return spm::system::kSecureRam;
  }
  constexpr std::uintptr_t kFirst = spm::system::kSecureRam.base;
  return {kFirst, reinterpret_cast<std::uintptr_t>(spm::system::ram_last) + encoding::kGranule - kFirst};
}

bool is_signature(std::uintptr_t stack) {
  constexpr std::uint32_t kWithFpu = spm::system::kFpuIsUsable ? kFrameIsBasic : 0;
  const spm::system::MemoryRange ram = readable_ram();
  return stack - ram.base <= ram.size - sizeof kSignature &&
         (*reinterpret_cast<const std::uint32_t*>(stack) | kWithFpu) == kSignature;
}

bool is_pre_empted(const Context& context) { return is_signature(end_of_stack(context)); }

void put_under(Context& context, Context& idle) {
  const bool is_in_registers = port_running == &context;
  context.stack = end_of_stack(context);
  if (is_in_registers) {
    store_pending_fpu();
  }
  const bool has_fpu = has_fpu_frame(context.stack);
  const auto idle_top = reinterpret_cast<std::uintptr_t>(idle_stack_top);
  idle.stack = write_pre_empted_frame(idle_top, idle_start, has_fpu);
  if (is_in_registers) {
    port_running = &idle;
    load_banked_registers(idle);
  }
  if (&context == &idle) {
    return;
  }
  if (!is_in_registers) {  // the registers of the non-secure code
    std::ranges::copy(context.r4_to_r11, idle.r4_to_r11);
    idle.exception_return = context.exception_return;
    idle.fpu = context.fpu;
  }
  constexpr std::uint32_t kBasicFrame = 1U << 4U;  // FType
  context.exception_return = has_fpu ? kReturnToPreEmpted & ~kBasicFrame : kReturnToPreEmpted;
}

void enable(std::uint16_t source) { reg::write(word_of(reg::kInterruptSetEnable, source), bit_of(source)); }

void disable(std::uint16_t source) {
  reg::write(word_of(reg::kInterruptClearEnable, source), bit_of(source));
  complete_writes();
}

void clear_pending(std::uint16_t source) {
  reg::write(word_of(reg::kInterruptClearPending, source), bit_of(source));
  complete_writes();
}

bool is_active(std::uint16_t source) {
  return (reg::read(word_of(reg::kInterruptActive, source)) & bit_of(source)) != 0;
}

bool interrupt_waits() {
  constexpr std::uint32_t kPendingException = 0x1FF << 12;  // the most urgent one that is enabled, of both worlds
  return (reg::read(reg::kInterruptControlAndState) & kPendingException) != 0;
}

// A mask of the interrupted world can hold the interrupt for long, and a debugger can. The next instruction of an IT
// block is not this one. A frame with the registers of the FPU is marked by trap_ipc.S: its psr has no Thumb state.
bool repeat_trap() {
  constexpr std::uint32_t kInBlock = (3U << 25U) | (0x3FU << 10U);
  constexpr std::uint32_t kSizeOfSvc = 2;
  std::uint32_t masks;
  std::uint32_t mask;
  asm volatile(
      "mrs %0, primask\n\tmrs %1, basepri\n\torrs %0, %1\n\tmrs %1, primask_ns\n\torrs %0, %1\n\t"
      "mrs %1, basepri_ns\n\torrs %0, %1\n\tmrs %1, faultmask_ns\n\torrs %0, %1"
      : "=&l"(masks), "=&l"(mask)
      :
      : "cc");
  auto* frame = reinterpret_cast<Frame*>(caller_stack());
  if (spm::system::kFpuIsUsable && (frame->psr & kThumbState) == 0) {
    frame = reinterpret_cast<Frame*>(caller_stack() - kFpuFrameSize);
  }
  if (masks != 0 || (frame->psr & kInBlock) != 0) {
    return false;
  }
  frame->pc -= kSizeOfSvc;
  return true;
}

bool is_pending(std::uint16_t source) {
  return (reg::read(word_of(reg::kInterruptSetPending, source)) >> (source % kWordBits) & 1U) != 0;
}

void route(std::uint16_t source) {
  const std::uintptr_t target = word_of(reg::kInterruptTargetNonSecure, source);
  reg::write(target, reg::read(target) & ~bit_of(source));
  *reinterpret_cast<volatile std::uint8_t*>(reg::kInterruptPriority + source) = kInterruptPriority;
}

spm::PanicRecord& record() { return panic_record; }

void stop(const spm::PanicRecord& record) {
  complete_writes();
  if (!spm::system::kHaltOnPanic && record.in_a_row < spm::system::kResetLoopLimit) {
    reg::write(reg::kApplicationInterruptAndReset, kApplicationInterruptAndReset | kResetRequest);
  }
  for (;;) {
    wait_for_interrupt();
  }
}

void halt() {
  complete_writes();
  for (;;) {
    wait_for_interrupt();
  }
}

void log(const char* text) { board::log(text); }

std::uint32_t lifecycle() { return board::kLifecycle; }

// The secure SysTick, which nothing else here uses, counts down from the largest number at the clock of the processor.
void start_ticks() {
  constexpr std::uint32_t kOnByProcessorClock = (1U << 0U) | (1U << 2U);
  reg::write(reg::kSysTickReload, kLastTick);
  reg::write(reg::kSysTickCurrent, 0);
  reg::write(reg::kSysTickControl, kOnByProcessorClock);
}

std::uint32_t ticks() { return kLastTick - reg::read(reg::kSysTickCurrent); }

}  // namespace port
