// SPDX-License-Identifier: Apache-2.0

// The gates for the non-secure world, and the agent behind them.
//
// The non-secure program is a fibre of the agent. A gate stores its call for the agent and switches to it; the agent
// serves the call on its own stack and switches back. So a gate is genuine exactly while the non-secure fibre runs and
// no interrupt does: from anywhere else it gives the refusal of PE-8 and changes nothing (VEN-8).
#include <cstdlib>

#include "config_impl.h"
#include "include/psa/client.h"
#include "include/tfm_ns_client_ext.h"
#include "include/tfm_veneers.h"
#include "port/host/raise.h"
#include "port_internal.hpp"
#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"

namespace port {
namespace {

constinit Fibre non_secure{};
constinit Fibre* agent = nullptr;
constinit GateCall outstanding{};
constinit std::uintptr_t gate_answer = 0;
constinit bool non_secure_handler = false;  // simulated by postern_in_non_secure_handler()

void enter_non_secure() { std::exit(non_secure_main()); }

/// Interrupts that come while a handler's gate is open come over the gate.
std::uint32_t call_gate_of_handler(unsigned trap, std::uintptr_t a, std::uintptr_t b) {
  const OpenGate gate;
  pend_lines_of_gates();
  take_interrupts();
  return spm_trap_elsewhere(trap, true, a, b);
}

std::uintptr_t call_gate(unsigned trap, std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d) {
  if (executing != &non_secure || handler_mode || non_secure_handler) {
    return call_gate_of_handler(trap, a, b);
  }
  outstanding = {trap - POSTERN_TRAP_GATE_FIRST, {a, b, c, d}};
  go_on_with(*agent);
  return gate_answer;
}

/// A gate that opens in handler mode only (NSID-4).
[[maybe_unused]] std::uint32_t request(unsigned trap, std::uint32_t a, std::uint32_t b, std::uint32_t in_thread) {
  return non_secure_handler ? spm_trap_elsewhere(trap, true, a, b) : in_thread;
}

std::uintptr_t address_of(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }

}  // namespace

bool is_non_secure_thread(const Fibre& fibre) { return &fibre == &non_secure; }

}  // namespace port

extern "C" {

void agent_start() {
  using namespace port;
  agent = &agent_fibre();
  prepare(non_secure, enter_non_secure, non_secure_stack_limit, non_secure_stack_top);
  for (;;) {
    go_on_with(non_secure);
    pend_lines_of_gates();
    take_interrupts();
    gate_answer = serve(outstanding);
  }
}

void postern_in_non_secure_handler(void (*function)(void)) {
  port::non_secure_handler = true;
  function();
  port::non_secure_handler = false;
}

#if TFM_NS_MANAGE_NSID
uint32_t tfm_nsce_init(uint32_t requested) { return port::request(POSTERN_TRAP_NSCE_INIT, requested, 0, 0); }

uint32_t tfm_nsce_acquire_ctx(uint8_t group, uint8_t thread) {
  return port::request(POSTERN_TRAP_NSCE_ACQUIRE, group, thread, TFM_NS_CLIENT_ERR_INVALID_ACCESS);
}

uint32_t tfm_nsce_release_ctx(uint32_t token) {
  return port::request(POSTERN_TRAP_NSCE_RELEASE, token, 0, TFM_NS_CLIENT_ERR_INVALID_ACCESS);
}

uint32_t tfm_nsce_load_ctx(uint32_t token, int32_t id) {
  return port::request(POSTERN_TRAP_NSCE_LOAD, token, static_cast<uint32_t>(id), TFM_NS_CLIENT_ERR_INVALID_ACCESS);
}

uint32_t tfm_nsce_save_ctx(uint32_t token) {
  return port::request(POSTERN_TRAP_NSCE_SAVE, token, 0, TFM_NS_CLIENT_ERR_INVALID_ACCESS);
}
#endif

uint32_t tfm_psa_framework_version_veneer(void) { return PSA_FRAMEWORK_VERSION; }

uint32_t tfm_psa_version_veneer(uint32_t sid) {
  return static_cast<uint32_t>(port::call_gate(POSTERN_TRAP_GATE_VERSION, sid, 0, 0, 0));
}

psa_handle_t tfm_psa_connect_veneer(uint32_t sid, uint32_t version) {
  return static_cast<psa_handle_t>(port::call_gate(POSTERN_TRAP_GATE_CONNECT, sid, version, 0, 0));
}

psa_status_t tfm_psa_call_veneer(psa_handle_t handle, uint32_t ctrl_param, const psa_invec* in_vec,
                                 psa_outvec* out_vec) {
  return static_cast<psa_status_t>(port::call_gate(POSTERN_TRAP_GATE_CALL, static_cast<uint32_t>(handle), ctrl_param,
                                                   port::address_of(in_vec), port::address_of(out_vec)));
}

void tfm_psa_close_veneer(psa_handle_t handle) {
  port::call_gate(POSTERN_TRAP_GATE_CLOSE, static_cast<uint32_t>(handle), 0, 0, 0);
}

}  // extern "C"
