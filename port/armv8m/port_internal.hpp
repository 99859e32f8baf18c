// SPDX-License-Identifier: Apache-2.0

// What the files of this port share with one another and with its assembly.
#pragma once

#include <cstddef>
#include <cstdint>

#include "encoding/boot_check.hpp"
#include "port.hpp"

extern "C" {
extern const std::byte nsc_start[];
extern const std::byte nsc_end[];
}

namespace port {

inline std::uintptr_t address_of(const volatile void* place) { return reinterpret_cast<std::uintptr_t>(place); }

/// Key; non-secure priorities in the lower half; faults, NMI and the right to reset stay secure.
inline constexpr std::uint32_t kApplicationInterruptAndReset = (0x05FAU << 16U) | (1U << 14U) | (1U << 3U);
inline constexpr std::uint32_t kResetRequest = 1U << 2U;

/// Above the empty top of every stack: not an address, not a return value, not the signature of a frame (SCH-12).
inline constexpr std::uint32_t kSeal = 0xFEF5'EDA5;

/// The hardware pushes this word, a reserved one and r4-r11 below the frame of a secure thread that a non-secure
/// exception pre-empts.
inline constexpr std::uint32_t kSignature = 0xFEFA'125B;
/// Of the signature: 0 if the frame has the registers of the FPU.
inline constexpr std::uint32_t kFrameIsBasic = 1;
/// What such a frame has more, on a secure stack.
inline constexpr std::uintptr_t kFpuFrameSize = 136;
inline constexpr std::uintptr_t kCalleeFrameSize = 40;

/// The RAM that can be read. At level 1 only the part that the image uses is in a region of the MPU.
spm::system::MemoryRange readable_ram();

/// True if a secure stack ends with the signature. A stack pointer that points elsewhere is not followed.
bool is_signature(std::uintptr_t stack);

/// True if the handler of this line is active.
bool is_active(std::uint16_t source);

/// The NSC region: the veneers, which are all that non-secure code can call.
struct Doors {
  const std::byte* first;
  const std::byte* end;
};
inline constexpr Doors kDoors{nsc_start, nsc_end};

/// Loads a domain's regions into its MPU slots.
void load_rows(const spm::Region* rows);

/// Prints the number of the check and the place where it failed on the secure log, and stops. A reset would only try
/// again.
[[noreturn]] void refuse_to_start(encoding::BootCheck check, std::uintptr_t place);

/// Tests the memory protection; returns only if it behaves.
void self_test();

}  // namespace port

extern "C" {
/// IPC backend: the running context. The kernel trusts this word, and nothing on the main stack, where non-secure code
/// can leave frames by returning from a handler with a forged EXC_RETURN.
extern port::Context* port_running;

/// Ends the exception in this context, without saving the running one; empties the main stack.
[[noreturn]] void port_leave(port::Context& context);

/// Leaves the main stack in thread mode for a thread, as the thread's exception return would.
[[noreturn]] void port_enter(port::Context& context);

extern std::byte handler_stack_limit[];
extern std::byte handler_stack_top[];

// Handlers and other functions in assembly.
void port_reset();
void port_fault();
/// MemManage in an image that has regions on demand: of devices only, and of mapped vectors too.
void port_row_fault();
void port_mapped_fault();
/// Called by port_mapped_fault, for an address that an unprivileged thread could not access: loads the region on demand
/// that has it, of the domain with these regions. False: there is none, or it does not grant the access.
bool port_load_region(const spm::Region* rows, std::uintptr_t address);
void port_svc();
/// In the self-test's own vector table: a fault that it expects. Continues behind the access, or after the call of code
/// that could not be fetched.
void port_self_test_fault();
/// One access each. The unprivileged ones have the rights of a partition.
void port_try_read(std::uintptr_t address);
void port_try_write(std::uintptr_t address);
void port_try_read_unprivileged(std::uintptr_t address);
void port_try_write_unprivileged(std::uintptr_t address);
void port_interrupt();
/// Sets all registers of the FPU, which must be in use, to 0. Afterwards no context owns them.
void port_clear_fpu();
/// Completes the store of the FPU's registers that is pending, while the regions of their owner are loaded.
void port_store_fpu();
/// PendSV: runs after the handler that called port::prepare_function() and before the function. Its exception number is
/// lower than theirs, so it also runs before every other interrupt.
void port_function_begins();
/// Where a function of port::prepare_function() returns to.
void function_return();
/// Idle's thread: asks what can run, and sleeps.
void idle_start();
extern std::byte idle_stack_top[] asm("idle.stack_top");

/// Everything between reset and the kernel. Runs on the handler stack with interrupts masked.
void port_boot();
/// Where the non-secure world starts: its reset vector, without the Thumb bit, as BXNS requires.
std::uint32_t port_non_secure_entry();
/// Called by port_fault with EXC_RETURN, the main stack pointer as it was, and the address of r4-r11.
[[noreturn]] void port_fault_report(std::uint32_t exception_return, std::uintptr_t main_stack,
                                    std::uintptr_t r4_to_r11);

}  // extern "C"
