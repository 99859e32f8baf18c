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
/// What executes, but for the boot: the thread of the context that runs, or non-secure code on top of it.
inline constinit Fibre* executing = nullptr;
/// Leaves it for another; returns when somebody goes on with it again.
void go_on_with(Fibre& fibre);

/// Takes what is pending and enabled, if an interrupt could come now.
void take_interrupts();
/// Nothing can go on but by an interrupt: pends the next line of the script, or ends the program.
void sleep();
/// Leaves handler mode for `next`, or for the context that runs if that is nullptr.
void leave_handler_mode(Context* next);

/// Is it the non-secure program, apart from its handlers?
[[nodiscard]] bool is_non_secure_thread(const Fibre& fibre);
/// Does non-secure code execute?
[[nodiscard]] bool is_non_secure();

/// A gate that a non-secure handler has called.
class OpenGate {
 public:
  OpenGate();
  ~OpenGate();
  OpenGate(const OpenGate&) = delete;
  OpenGate& operator=(const OpenGate&) = delete;
};
/// Pends what was to come at the next gate.
void pend_lines_of_gates();

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
extern std::byte first_handler_stack_limit[] asm("non_secure.first_handler.stack_limit");
extern std::byte first_handler_stack_top[] asm("non_secure.first_handler.stack_top");
extern std::byte second_handler_stack_limit[] asm("non_secure.second_handler.stack_limit");
extern std::byte second_handler_stack_top[] asm("non_secure.second_handler.stack_top");

}  // extern "C"
