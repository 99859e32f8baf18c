// What the files of this port share with one another and with its assembly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "port.hpp"

extern "C" {
extern const std::byte nsc_start[];
extern const std::byte nsc_end[];
}

namespace port {

/// Key; non-secure priorities in the lower half; faults, NMI and the right to reset stay secure.
inline constexpr std::uint32_t kApplicationInterruptAndReset = (0x05FAU << 16U) | (1U << 14U) | (1U << 3U);
inline constexpr std::uint32_t kResetRequest = 1U << 2U;

/// Above every stack's empty top: not an address, not a return value, not a signature of a frame (SCH-12).
inline constexpr std::uint32_t kSeal = 0xFEF5'EDA5;

/// What the hardware leaves below the frame of a secure thread that a non-secure exception pre-empts: this word, one
/// that is reserved, and r4-r11.
inline constexpr std::uint32_t kSignature = 0xFEFA'125B;
inline constexpr std::uintptr_t kCalleeFrameSize = 40;

/// The RAM that can be read: at level 1 no more than the image uses is in a row of the protection unit.
spm::system::MemoryRange readable_ram();

/// Does a secure stack end with it? A stack pointer that a partition has put elsewhere is not followed.
bool is_signature(std::uintptr_t stack);

/// Does the handler of this line run?
bool is_active(std::uint16_t source);

/// The run of SG stubs, which is all that non-secure code can call.
struct Doors {
  const std::byte* first;
  const std::byte* end;
};
inline constexpr Doors kDoors{nsc_start, nsc_end};

/// All slots of the protection unit that a domain has.
void load_rows(const spm::Region* rows);

/// With the reason and the place, on the secure log.
[[noreturn]] void refuse_to_start(const char* why, const char* place);

/// Returns only if the memory protection behaves.
void self_test();

}  // namespace port

extern "C" {
/// The context that runs, on the IPC backend. The kernel believes this word and nothing that lies on its stack, where
/// non-secure code can leave frames by returning from a handler with a forged EXC_RETURN.
extern port::Context* port_running;

/// From the main stack in thread mode to a thread, as its exception return would.
[[noreturn]] void port_enter(port::Context& context);

extern std::byte handler_stack_limit[];
extern std::byte handler_stack_top[];

// Entry points in assembly.
void port_reset();
void port_fault();
/// MemManage of an image that has rows on demand.
void port_row_fault();
void port_svc();
/// Of the self-test's own vector table: a fault that was wanted.
void port_self_test_fault();
void port_interrupt();
/// PendSV: after the handler that a function of port::prepare_function() follows, before the function and, because its
/// number is lower than theirs, before every other interrupt.
void port_function_begins();
/// Where a function of port::prepare_function() returns to.
void function_return();
/// Idle's thread: asks who can run, and sleeps.
void idle_start();
extern std::byte idle_stack_top[] asm("idle.stack_top");

/// Everything between reset and the kernel, on the handler stack with interrupts masked.
void port_boot();
/// Where the non-secure world starts: its reset vector, without the Thumb bit as BXNS wants it.
std::uint32_t port_non_secure_entry();
/// From port_fault: EXC_RETURN, the main stack as it was, r4-r11.
[[noreturn]] void port_fault_report(std::uint32_t exception_return, std::uintptr_t main_stack,
                                    std::uintptr_t r4_to_r11);

}  // extern "C"
