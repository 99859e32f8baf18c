// SPDX-License-Identifier: Apache-2.0

// What the files of this port share with one another.
#pragma once

#include <cstddef>
#include <cstdint>

#include "port.hpp"

namespace port {

inline constexpr int kPanicExit = 71;
inline constexpr int kDeadlockExit = 70;
inline constexpr int kLoopExit = 72;  // a panic after which there is no reset

/// True in an exception handler: a trap on the IPC backend, an interrupt on both.
inline constinit bool handler_mode = false;
/// The fibre that runs, except during boot: the thread of the running context, or non-secure code on top of it.
inline constinit Fibre* executing = nullptr;
/// Leaves the running fibre for another; returns when it is resumed.
void go_on_with(Fibre& fibre);

/// Takes the interrupts that are pending and enabled, if one could come now.
void take_interrupts();
/// Called when only an interrupt can continue the run: pends the next line of the script, or ends the program.
void sleep();
/// Leaves handler mode for `next`, or for the running context if that is nullptr.
void leave_handler_mode(Context* next);

/// True for the non-secure program, except for its handlers.
[[nodiscard]] bool is_non_secure_thread(const Fibre& fibre);
/// True while non-secure code runs.
[[nodiscard]] bool is_non_secure();

/// Exists while a gate runs that a non-secure handler has called.
class OpenGate {
 public:
  OpenGate();
  ~OpenGate();
  OpenGate(const OpenGate&) = delete;
  OpenGate& operator=(const OpenGate&) = delete;
};
/// Pends the lines that are to come at the next gate.
void pend_lines_of_gates();

/// Runs the rest of the boot: the kernel, then the agent; trap_ipc.cpp or trap_sfn.cpp.
[[noreturn]] void run();

/// The fibre of the agent's thread, which must be running; trap_ipc.cpp or trap_sfn.cpp.
[[nodiscard]] Fibre& agent_fibre();

/// A call of the non-secure world through a gate: 0 version, 1 connect, 2 call, 3 close.
struct GateCall {
  unsigned gate;
  std::uintptr_t arguments[4];
};
/// The agent's part of a gate, on its own stack; trap_ipc.cpp or trap_sfn.cpp.
[[nodiscard]] std::uintptr_t serve(const GateCall& call);

/// Keeps the initial data of partitions that restart.
void keep_images();

/// Turns faults into the panic action.
void catch_faults();

}  // namespace port

extern "C" {

/// The agent's thread: runs the non-secure world and serves its calls, one after the other.
void agent_start();
int non_secure_main() asm("non_secure.main");

extern std::byte non_secure_stack_limit[] asm("non_secure.stack_limit");
extern std::byte non_secure_stack_top[] asm("non_secure.stack_top");
extern std::byte first_handler_stack_limit[] asm("non_secure.first_handler.stack_limit");
extern std::byte first_handler_stack_top[] asm("non_secure.first_handler.stack_top");
extern std::byte second_handler_stack_limit[] asm("non_secure.second_handler.stack_limit");
extern std::byte second_handler_stack_top[] asm("non_secure.second_handler.stack_top");

}  // extern "C"
