// SPDX-License-Identifier: Apache-2.0

// Collects what the machine knows about a fault, and decides who is to blame. port_fault (exceptions.S) calls
// port_fault_report(), which passes the report to the kernel.
//
// Nothing that is read here can be trusted: the stack pointer may be anything, and the frame may never have been
// written. A second fault would be a lockup, so only addresses that are known to be memory are read.
#include <algorithm>

#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"
#include "spm/entry.hpp"

namespace port {
namespace {

namespace reg = registers;
namespace system = spm::system;

// EXC_RETURN
constexpr std::uint32_t kProcessStack = 1U << 2U;
constexpr std::uint32_t kThreadMode = 1U << 3U;
constexpr std::uint32_t kBasicFrame = 1U << 4U;                  // FType
constexpr std::uint32_t kCalleeRegistersInRegisters = 1U << 5U;  // DCRS
constexpr std::uint32_t kSecureStack = 1U << 6U;
constexpr std::uint32_t kReturnOfTrap = 0xFFFF'FFFD;

/// After the signature and a reserved word.
constexpr std::uintptr_t kCalleeRegistersOffset = 8;

/// Where a forged FNC_RETURN continues: it takes the signature below a pre-empted thread's frame for an address.
constexpr std::uint32_t kReturnToSignature = kSignature & ~1U;

/// Not aligned, so nothing is read there.
constexpr std::uintptr_t kNoStack = 1;

/// The stack pointer of the non-secure world. It can lead to secure memory, and nothing that is there may be reported.
std::uintptr_t non_secure_stack(bool thread_mode) {
  constexpr std::uint32_t kProcessStackSelected = 1U << 1U;
  std::uint32_t control;
  std::uintptr_t main;
  std::uintptr_t process;
  asm volatile("mrs %0, control_ns" : "=r"(control));
  asm volatile("mrs %0, msp_ns" : "=r"(main));
  asm volatile("mrs %0, psp_ns" : "=r"(process));
  const std::uintptr_t stack = thread_mode && (control & kProcessStackSelected) != 0 ? process : main;
  constexpr std::uint32_t kSecure = 1U << 22U;
  std::uint32_t attributes;
  asm("tt %0, %1" : "=r"(attributes) : "r"(stack));
  return (attributes & kSecure) != 0 ? kNoStack : stack;
}

std::uintptr_t interrupted_stack(std::uint32_t exception_return, std::uintptr_t main_stack) {
  const bool thread_mode = (exception_return & kThreadMode) != 0;
  if ((exception_return & kSecureStack) == 0) {
    return non_secure_stack(thread_mode);
  }
  return thread_mode && (exception_return & kProcessStack) != 0 ? caller_stack() : main_stack;
}

bool holds(std::uintptr_t first, std::uintptr_t last, std::uintptr_t address, std::uintptr_t size) {
  return address % sizeof(std::uint32_t) == 0 && address - first <= last - first - (size - 1);
}

bool is_in_non_secure_memory(std::uintptr_t address, std::uintptr_t size) {
  return std::ranges::any_of(non_secure_memory(),
                             [&](const spm::Range& range) { return holds(range.first, range.last, address, size); });
}

bool is_memory(std::uintptr_t address, std::uintptr_t size) {
  const spm::system::MemoryRange ram = readable_ram();
  return holds(ram.base, ram.base + ram.size - 1, address, size) || is_in_non_secure_memory(address, size);
}

/// True if a secure exception is active besides the fault.
bool is_secure_exception_active() {
  constexpr std::uint32_t kHandlersActive = (1U << 7U) | (1U << 10U);  // SVCall, PendSV
  if ((reg::read(reg::kSystemHandlerControl) & kHandlersActive) != 0) {
    return true;
  }
  return std::ranges::any_of(spm::system::kInterrupts,
                             [](const spm::InterruptDescriptor& interrupt) { return is_active(interrupt.source); });
}

/// True if non-secure code has filled the main stack. The kernel fits on it: it overflows only below frames that forged
/// returns have left there. At level 1 FLIH functions run on it too, and can be the cause.
bool is_main_stack_full(const spm::FaultRegisters& fault) {
  return (fault.configurable_status & encoding::kStackOverflow) != 0 &&
         (system::kIsolationLevel > 1 ||
          std::ranges::none_of(system::kInterrupts, [](const spm::InterruptDescriptor& interrupt) {
            return interrupt.handling == spm::Handling::first_level && is_active(interrupt.source);
          }));
}

/// True for a non-secure fault that the secure world handles because it is a hard fault; the secure registers then show
/// nothing of it. A return that is refused like this leaves its EXC_RETURN, and the stack of the thread that it
/// returned to.
bool is_refused_return(const spm::FaultRegisters& fault) {
  constexpr std::uint32_t kForced = 1U << 30U;
  return (fault.hard_status & kForced) != 0 && fault.configurable_status == 0 && fault.secure_status == 0 &&
         is_signature(caller_stack());
}

/// True for a gate that non-secure code entered on top of a pre-empted thread. A gate keeps nothing on its stack, so
/// the frame of the fault is right below what the hardware left there. Code of partitions is not a gate.
bool is_gate_on_pre_empted_thread(const spm::FaultRegisters& fault) {
  const bool is_partitions_code =
      fault.pc - address_of(nsc_end) < system::kSecureCode.base + system::kSecureCode.size - address_of(nsc_end);
  const bool has_fpu = system::kFpuIsUsable && (fault.exception_return & kBasicFrame) == 0;
  const std::uintptr_t size = has_fpu ? kFrameSize + kFpuFrameSize : kFrameSize;
  return !is_partitions_code && fault.pc != 0 && is_memory(fault.stack_pointer, size + sizeof kSignature) &&
         is_signature(fault.stack_pointer + size);
}

/// True if the non-secure world is to blame. Non-secure code that a partition called counts as the partition's. A gate
/// in handler mode or on top of a pre-empted thread, and whatever a forged return leads to, are the non-secure world's.
bool is_non_secure(const spm::FaultRegisters& fault) {
  const bool is_thread = (fault.exception_return & kThreadMode) != 0;
  if ((fault.secure_status & encoding::kForgedReturn) != 0 || fault.pc == kReturnToSignature) {
    return true;
  }
  if ((fault.exception_return & kSecureStack) == 0) {
    return !is_thread || is_signature(caller_stack());
  }
  return is_thread ? is_refused_return(fault) || is_gate_on_pre_empted_thread(fault)
                   : !is_secure_exception_active() || is_main_stack_full(fault);
}

void read_status(spm::FaultRegisters& fault) {
  fault.configurable_status = reg::read(reg::kConfigurableFaultStatus);
  fault.hard_status = reg::read(reg::kHardFaultStatus);
  fault.secure_status = reg::read(reg::kSecureFaultStatus);
  fault.memory_address = reg::read(reg::kMemManageAddress);
  fault.bus_address = reg::read(reg::kBusFaultAddress);
  fault.secure_address = reg::read(reg::kSecureFaultAddress);
  fault.non_secure_status = reg::read(reg::kConfigurableFaultStatus + reg::kNonSecureAlias);
  fault.non_secure_address = reg::read(reg::kMemManageAddress + reg::kNonSecureAlias);
  if constexpr (spm::system::kRowsOnDemand && spm::system::kIsolationLevel == 1) {
    // Printing the report may load a device's region: port_row_fault must see only new bits.
    reg::write(reg::kConfigurableFaultStatus, fault.configurable_status);
  }
}

// Copies registers from this one on, in the order of the report and of the frame.
void copy_registers(std::uint32_t& first, std::uintptr_t from, std::size_t count) {
  copy(reinterpret_cast<std::byte*>(&first), reinterpret_cast<const std::byte*>(from), count * sizeof first);
}
static_assert(offsetof(spm::FaultRegisters, psr) - offsetof(spm::FaultRegisters, r) == 15 * sizeof(std::uint32_t) &&
              offsetof(Frame, psr) - offsetof(Frame, r12) == 3 * sizeof(std::uint32_t));

void read_frame(spm::FaultRegisters& fault, std::uintptr_t stack) {
  if (!is_frame_written(fault)) {
    return;
  }
  if ((fault.exception_return & kCalleeRegistersInRegisters) == 0) {
    if (!is_memory(stack, kCalleeFrameSize)) {
      return;
    }
    copy_registers(fault.r[4], stack + kCalleeRegistersOffset, 8);
    stack += kCalleeFrameSize;
  }
  if (!is_memory(stack, kFrameSize)) {
    return;
  }
  copy_registers(fault.r[0], stack, 4);
  copy_registers(fault.r[12], stack + offsetof(Frame, r12), 4);
}

/// The first word of the interrupted context's stack that is not of its frame.
std::uintptr_t end_of_frame(const spm::FaultRegisters& fault) {
  const std::uintptr_t stack = fault.stack_pointer;
  if ((fault.lr | fault.psr) == 0) {  // no frame was read: no code runs with zero in both
    return stack;
  }
  constexpr std::uint32_t kAligned = 1U << 9U;  // of the stacked PSR: the frame has a word above it
  const bool has_callee = (fault.exception_return & kCalleeRegistersInRegisters) == 0;
  const bool has_fpu = (fault.exception_return & kBasicFrame) == 0;
  return stack + kFrameSize + (has_callee ? kCalleeFrameSize : 0) + (has_fpu ? kFpuFrameSize : 0) +
         ((fault.psr & kAligned) != 0 ? sizeof(std::uint32_t) : 0);
}

}  // namespace

// The trap's own EXC_RETURN is not kept, so a frame is taken for one without the registers of the FPU.
void note_caller(spm::FaultRegisters& registers) {
  registers.exception_return = kReturnOfTrap;
  registers.stack_pointer = caller_stack();
  read_frame(registers, registers.stack_pointer);
}

// A stack pointer can lead anywhere, and the log is no place for the data of another partition.
void note_stack(spm::PanicRecord& record, const spm::PartitionDescriptor& owner) {
  const std::uintptr_t limit = address_of(owner.stack_limit);
  const std::uintptr_t size = address_of(owner.stack_top) - limit;
  std::uintptr_t address = end_of_frame(record.fault);
  record.stack.first = address;
  for (std::uint32_t& word : record.stack.words) {
    const bool is_owners = address - limit < size && address % sizeof word == 0;
    if (!is_owners && !is_in_non_secure_memory(address, sizeof word)) {
      return;
    }
    word = reg::read(address);
    address += sizeof word;
  }
}

}  // namespace port

extern "C" void port_fault_report(std::uint32_t exception_return, std::uintptr_t main_stack, std::uintptr_t r4_to_r11) {
  const std::uintptr_t stack = port::interrupted_stack(exception_return, main_stack);
  spm::FaultRegisters fault;
  port::clear(reinterpret_cast<std::byte*>(&fault), sizeof fault);
  port::read_status(fault);
  fault.exception_return = exception_return;
  fault.stack_pointer = stack;
  port::copy_registers(fault.r[4], r4_to_r11, 8);
  port::read_frame(fault, stack);
  spm_fault(&fault, port::is_non_secure(fault));
}
