// SPDX-License-Identifier: Apache-2.0

// The SFN backend on the host: one secure thread, the agent's, and no trap. Everything secure runs on its stack.
#include "port_internal.hpp"
#include "runtime/trap_numbers.h"
#include "spm/backend.hpp"
#include "spm/entry.hpp"
#include "spm/panic.hpp"

extern "C" {
std::uint32_t spm_gate_version(std::uint32_t sid);
spm::Answer spm_gate_connect(std::uint32_t sid, std::uint32_t version);
spm::Answer spm_gate_call(std::uint32_t handle, std::uint32_t control, std::uintptr_t in, std::uintptr_t out);
void spm_gate_close(std::uint32_t handle);
}

namespace port {
namespace {

constinit Fibre boot_fibre{};  // of the main program, never resumed
constinit Fibre only_thread{};

void enter_agent() {
  spm_boot();
  agent_start();
}

}  // namespace

void prepare(Context&, const spm::PartitionDescriptor&) {}
void start(Context&) { stop(record()); }  // no threads
void put_under(Context&, Context&) {}
std::uintptr_t caller_stack() { return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)); }

void leave_handler_mode(Context* next) {
  POSTERN_INVARIANT(next == nullptr);
  handler_mode = false;
}

Fibre& agent_fibre() { return only_thread; }

std::uintptr_t serve(const GateCall& call) {
  const auto& [a, b, c, d] = call.arguments;
  const auto first = static_cast<std::uint32_t>(a);
  const auto second = static_cast<std::uint32_t>(b);
  switch (call.gate + POSTERN_TRAP_GATE_FIRST) {
    case POSTERN_TRAP_GATE_VERSION: return spm_gate_version(first);
    case POSTERN_TRAP_GATE_CONNECT: return word_of(spm_gate_connect(first, second));
    case POSTERN_TRAP_GATE_CALL: return word_of(spm_gate_call(first, second, c, d));
    default: spm_gate_close(first); return 0;
  }
}

void run() {
  prepare(only_thread, enter_agent, spm::system::agent_stack_limit, spm::system::agent_stack_top);
  executing = &only_thread;
  switch_fibre(boot_fibre, only_thread);
  __builtin_unreachable();
}

}  // namespace port
