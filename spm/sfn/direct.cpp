// The SFN backend's way in: the PSA calls as plain functions, for partitions and for the gates.
//
// A gate can only come from the non-secure thread that owns the empty agent stack, because it compared the stack
// pointer; a partition's call comes from whoever runs. What comes from an interrupt function is refused (PE-11).
#include "include/psa/client.h"
#include "include/psa/lifecycle.h"
#include "include/psa/service.h"
#include "include/tfm_log_unpriv.h"
#include "include/tfm_psa_call_pack.h"
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"
#include "spm/sfn/running.hpp"

namespace spm::sfn {
namespace {

[[gnu::always_inline]] inline Partition& running_partition() {
  if (port::in_handler_mode()) {
    panic_for_entry();
  }
  return *running;
}

[[gnu::always_inline]] inline Caller running_caller() { return secure_caller(running_partition()); }

std::int32_t status_of(Answer answer) { return static_cast<std::int32_t>(word_of(answer)); }

}  // namespace
}  // namespace spm::sfn

extern "C" {

using spm::Claim;
using spm::SignalSet;
using spm::sfn::running_caller;
using spm::sfn::running_partition;
using spm::sfn::status_of;
namespace calls = spm::calls;

uint32_t psa_version(uint32_t sid) { return calls::version(running_caller(), sid); }

psa_handle_t psa_connect(uint32_t sid, uint32_t version) {
  return status_of(calls::connect(running_caller(), sid, version));
}

psa_status_t tfm_psa_call_pack(psa_handle_t handle, uint32_t control, const psa_invec* in, psa_outvec* out) {
  return status_of(
      calls::call(running_caller(), static_cast<uint32_t>(handle), control, spm::address_of(in), spm::address_of(out)));
}

void psa_close(psa_handle_t handle) { calls::close(running_caller(), static_cast<uint32_t>(handle)); }

psa_signal_t psa_wait(psa_signal_t mask, uint32_t timeout) {
  return spm::word_of(calls::wait(running_partition(), SignalSet{mask}, timeout));
}

[[gnu::flatten]] size_t psa_read(psa_handle_t handle, uint32_t index, void* buffer, size_t count) {
  return calls::read(running_partition(), static_cast<uint32_t>(handle), index, Claim{spm::address_of(buffer), count});
}

size_t psa_skip(psa_handle_t handle, uint32_t index, size_t count) {
  return calls::skip(running_partition(), static_cast<uint32_t>(handle), index, count);
}

[[gnu::flatten]] void psa_write(psa_handle_t handle, uint32_t index, const void* buffer, size_t count) {
  calls::write(running_partition(), static_cast<uint32_t>(handle), index, Claim{spm::address_of(buffer), count});
}

void psa_set_rhandle(psa_handle_t handle, void* rhandle) {
  calls::set_rhandle(running_partition(), static_cast<uint32_t>(handle), spm::address_of(rhandle));
}

void psa_panic(void) { spm::panic(running_partition(), spm::rule(spm::Area::panic, 1)); }

uint32_t psa_rot_lifecycle_state(void) { return port::lifecycle(); }

void psa_eoi(psa_signal_t signal) { calls::eoi(running_partition(), SignalSet{signal}); }

void psa_irq_enable(psa_signal_t signal) { calls::irq_enable(running_partition(), SignalSet{signal}); }

psa_irq_status_t psa_irq_disable(psa_signal_t signal) {
  return calls::irq_disable(running_partition(), SignalSet{signal});
}

void psa_reset_signal(psa_signal_t signal) { calls::reset_signal(running_partition(), SignalSet{signal}); }

const void* psa_map_invec(psa_handle_t handle, uint32_t index) {
  return calls::map_invec(running_partition(), static_cast<uint32_t>(handle), index);
}

void psa_unmap_invec(psa_handle_t handle, uint32_t index) {
  calls::unmap_invec(running_partition(), static_cast<uint32_t>(handle), index);
}

void* psa_map_outvec(psa_handle_t handle, uint32_t index) {
  return calls::map_outvec(running_partition(), static_cast<uint32_t>(handle), index);
}

void psa_unmap_outvec(psa_handle_t handle, uint32_t index, size_t length) {
  calls::unmap_outvec(running_partition(), static_cast<uint32_t>(handle), index, length);
}

size_t tfm_log_unpriv_piece(const char* text, size_t length) {
  return calls::log(running_partition(), Claim{spm::address_of(text), length});
}

// The gates' side: the non-secure world's calls, on the agent's stack.

std::uint32_t spm_gate_version(std::uint32_t sid) {
  return spm::has_non_secure_client() ? calls::version(spm::non_secure_caller(), sid) : PSA_VERSION_NONE;
}

std::int32_t spm_gate_connect(std::uint32_t sid, std::uint32_t version) {
  return spm::has_non_secure_client() ? status_of(calls::connect(spm::non_secure_caller(), sid, version))
                                      : static_cast<std::int32_t>(calls::kRefusedConnect);
}

[[gnu::flatten]] std::int32_t spm_gate_call(std::uint32_t handle, std::uint32_t control, std::uintptr_t in,
                                            std::uintptr_t out) {
  return spm::has_non_secure_client()
             ? status_of(calls::call(spm::non_secure_caller(), handle, control & ~calls::kLocationBits, in, out))
             : static_cast<std::int32_t>(calls::kRefusedCall);
}

void spm_gate_close(std::uint32_t handle) {
  if (spm::has_non_secure_client()) {
    calls::close(spm::non_secure_caller(), handle);
  }
}

port::Context* spm_interrupt(unsigned source, spm::Interrupted) {
  calls::take_interrupt(spm::interrupt_from(source));
  return nullptr;
}

}  // extern "C"
