// SPDX-License-Identifier: Apache-2.0

// The kernel entries that are the same on both backends: boot, traps from outside secure threads, faults.
#include "spm/entry.hpp"

#include "include/tfm_ns_client_ext.h"
#include "runtime/trap_numbers.h"
#include "spm/backend.hpp"
#include "spm/counters.hpp"
#include "spm/interrupts.hpp"
#include "spm/non_secure_client.hpp"
#include "spm/panic.hpp"
#include "spm/port_contract.hpp"
#include "spm/trace.hpp"

namespace spm {
extern "C" {

void spm_boot() {
  trace::begin();
  if constexpr (system::kLogAtBoot != nullptr) {
    port::log(system::kLogAtBoot);
  }
  if constexpr (system::kTellsLastRun) {
    tell_last_run();
  }
  report_last_panic();
  prepare_partitions();
  counters::begin();
  for (const InterruptDescriptor& interrupt : system::kInterrupts) {
    port::route(interrupt.source);
    if (interrupt.enabled_at_boot) {  // IRQ-2
      Partition& owner = partitions[interrupt.owner];
      owner.disabled_interrupts = owner.disabled_interrupts & ~interrupt.signal;
      port::enable(interrupt.source);
    }
  }
  backend::boot();
}

std::uint32_t spm_trap_elsewhere(unsigned number, bool in_handler_mode, std::uintptr_t a, std::uintptr_t b) {
  if (interrupt_function_owner() != nullptr) {
    panic_for_entry();  // PE-11, FLIH-5
  }
  const auto first = static_cast<std::uint32_t>(a);
  const auto second = static_cast<std::uint32_t>(b);
  switch (number) {
    case POSTERN_TRAP_GATE_VERSION:
    case POSTERN_TRAP_GATE_CLOSE: return 0;
    case POSTERN_TRAP_GATE_CONNECT: return static_cast<std::uint32_t>(kRefusedConnect);
    case POSTERN_TRAP_GATE_CALL: return static_cast<std::uint32_t>(kRefusedCall);
    default: break;
  }
  if constexpr (system::kManagesNonSecureIds) {
    if (!in_handler_mode && number >= POSTERN_TRAP_NSCE_INIT && number <= POSTERN_TRAP_NSCE_SAVE) {
      return number == POSTERN_TRAP_NSCE_INIT ? 0 : TFM_NS_CLIENT_ERR_INVALID_ACCESS;  // reached by a forged return
    }
    switch (number) {
      case POSTERN_TRAP_NSCE_INIT: return nsce::init(first);
      case POSTERN_TRAP_NSCE_ACQUIRE:
        return nsce::acquire(static_cast<std::uint8_t>(first), static_cast<std::uint8_t>(second));
      case POSTERN_TRAP_NSCE_RELEASE: return nsce::release(first);
      case POSTERN_TRAP_NSCE_LOAD: return nsce::load(first, static_cast<std::int32_t>(second));
      case POSTERN_TRAP_NSCE_SAVE: return nsce::save(first);
      default: break;
    }
  }
  panic_for_entry();
}

void spm_fault(const FaultRegisters* registers, bool non_secure) { panic_for_fault(*registers, non_secure); }

void spm_bad_trap(unsigned) { panic_for_entry(); }

}  // extern "C"

}  // namespace spm
