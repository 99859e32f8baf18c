// SPDX-License-Identifier: Apache-2.0

// The IPC backend's threads on the host: a trap is a call, and a thread that is not chosen waits in the middle of its
// call.
#include <utility>

#include "port_internal.hpp"
#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"

namespace port {
namespace {

constinit bool serves_gate = false;
constinit bool is_to_repeat = false;
constinit Fibre boot_fibre{};  // of the main program, never resumed

/// The start of a thread. Interrupts that became pending before it was chosen come before its first instruction.
void enter_thread() {
  handler_mode = false;
  take_interrupts();
  current->entry();
  spm_bad_trap(0);
}

}  // namespace

void prepare(Context& context, const spm::PartitionDescriptor& descriptor) {
  context.entry = descriptor.entry;
  context.result = 0;
  context.top = &context.fibre;
  prepare(context.fibre, enter_thread, descriptor.stack_limit, descriptor.stack_top);
}

void start(Context& context) {
  current = &context;
  executing = &context.fibre;
  switch_fibre(boot_fibre, context.fibre);
  __builtin_unreachable();
}

bool repeat_trap() {
  is_to_repeat = true;
  return true;
}

std::uintptr_t caller_stack() {
  if (serves_gate) {
    return reinterpret_cast<std::uintptr_t>(spm::system::agent_stack_top) - kFrameSize;
  }
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

void leave_handler_mode(Context* next) {
  if (next != nullptr) {
    current->top = executing;
    current = next;
    go_on_with(*next->top);
  }
  handler_mode = false;
}

/// From now on the running fibre is on top of idle. The interrupt has suspended the thread below.
void put_under(Context& context, Context& idle) {
  prepare(idle.fibre, idle.fibre.entry, idle.fibre.stack_limit, idle.fibre.stack_limit + idle.fibre.stack_size);
  if (current == &context) {
    current = &idle;
  } else {
    idle.top = context.top;
  }
  if (&context != &idle) {
    context.top = &context.fibre;
  }
}

Fibre& agent_fibre() { return current->fibre; }

std::uintptr_t serve(const GateCall& call) {
  const auto& [a, b, c, d] = call.arguments;
  for (bool repeats = true; repeats;) {
    handler_mode = true;
    serves_gate = true;
    Context* const next = spm_traps[POSTERN_TRAP_GATE_FIRST + call.gate](a, b, c, d);
    serves_gate = false;
    repeats = std::exchange(is_to_repeat, false);
    leave_handler_mode(next);
    take_interrupts();
  }
  return current->result;
}

void run() {
  handler_mode = true;
  spm_boot();
  __builtin_unreachable();
}

}  // namespace port

extern "C" std::uintptr_t postern_trap(unsigned number, std::uintptr_t a, std::uintptr_t b, std::uintptr_t c,
                                       std::uintptr_t d) {
  if (port::handler_mode || number >= POSTERN_TRAP_COUNT) {
    spm_bad_trap(number);
  }
  for (bool repeats = true; repeats;) {
    port::handler_mode = true;
    port::Context* const next = spm_traps[number](a, b, c, d);
    repeats = std::exchange(port::is_to_repeat, false);
    port::leave_handler_mode(next);
    port::take_interrupts();
  }
  return port::current->result;
}

extern "C" void restart_start() {
  for (;;) {
    postern_trap(POSTERN_TRAP_CHOOSE, 0, 0, 0, 0);
  }
}

extern "C" void idle_start() {
  for (;;) {
    postern_trap(POSTERN_TRAP_CHOOSE, 0, 0, 0, 0);
    port::sleep();
    port::take_interrupts();
  }
}
