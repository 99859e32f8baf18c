// What the files of this port share with one another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "port.hpp"

namespace port {

inline constexpr int kPanicExit = 71;
inline constexpr int kDeadlockExit = 70;

/// An exception handler executes: a trap on the IPC backend, an interrupt on both.
inline constinit bool handler_mode = false;
/// The non-secure fibre executes.
inline constinit bool non_secure_runs = false;

/// Takes what is pending and enabled, if an interrupt could come now.
void take_interrupts();
/// Nothing can go on but by an interrupt: pends the next line of the script, or ends the program.
void sleep();
/// Leaves handler mode for `next`, or for the context that runs if that is nullptr.
void leave_handler_mode(Context* next);

/// The same above the non-secure fibre, which is not a context of its own: its agent's is put aside with it (SCH-9).
void put_aside_non_secure(Context* next);

/// Runs the rest of the boot: the kernel, then the agent; trap_ipc.cpp or trap_sfn.cpp.
[[noreturn]] void run();

/// The fibre of the agent's thread, which is the one that asks; trap_ipc.cpp or trap_sfn.cpp.
[[nodiscard]] Fibre& agent_fibre();

/// A call of the non-secure world, as it came through a gate: 0 version, 1 connect, 2 call, 3 close.
struct GateCall {
  unsigned gate;
  std::uintptr_t arguments[4];
};
/// The agent's part of a gate, on its own stack; trap_ipc.cpp or trap_sfn.cpp.
[[nodiscard]] std::uintptr_t serve(const GateCall& call);

/// Faults become the panic action.
void catch_faults();

}  // namespace port

extern "C" {

/// The agent's thread: lets the non-secure world run and serves its calls, one after the other.
void agent_start();
int non_secure_main() asm("non_secure.main");

extern std::byte non_secure_stack_limit[] asm("non_secure.stack_limit");
extern std::byte non_secure_stack_top[] asm("non_secure.stack_top");

}  // extern "C"
