// The doors for the non-secure world, and the agent behind them.
//
// The non-secure program is a fibre of the agent's. A gate leaves its call where the agent finds it and switches; the
// agent serves it on its own stack and switches back. So a gate is genuine exactly while the non-secure fibre runs and
// no interrupt does: from anywhere else it answers the constant of PE-8 and changes nothing (VEN-8).
#include <cstdlib>

#include "include/psa/client.h"
#include "include/tfm_veneers.h"
#include "port_internal.hpp"
#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"

namespace port {
namespace {

constinit Fibre non_secure{};
constinit Fibre* agent = nullptr;
constinit GateCall outstanding{};
constinit std::uintptr_t gate_answer = 0;

void enter_non_secure() { std::exit(non_secure_main()); }

std::uintptr_t call_gate(unsigned trap, std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d) {
  const unsigned gate = trap - POSTERN_TRAP_GATE_FIRST;
  if (!non_secure_runs || handler_mode) {
    return spm_gate_refusal(gate);
  }
  outstanding = {gate, {a, b, c, d}};
  switch_fibre(non_secure, *agent);
  return gate_answer;
}

std::uintptr_t address_of(const void* pointer) { return reinterpret_cast<std::uintptr_t>(pointer); }

}  // namespace
}  // namespace port

extern "C" {

void agent_start() {
  using namespace port;
  agent = &agent_fibre();
  prepare(non_secure, enter_non_secure, non_secure_stack_limit, non_secure_stack_top);
  for (;;) {
    non_secure_runs = true;
    switch_fibre(*agent, non_secure);
    non_secure_runs = false;
    gate_answer = serve(outstanding);
  }
}

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
