// The IPC backend's other way in: secure interrupts, at the kernel's own priority, so never in the middle of a call.
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"

namespace spm::ipc {
namespace {

/// Puts non-secure code aside for whoever can run, and holds the non-secure world's interrupts until it goes on: so its
/// stacks and the kernel's rows stay in one order, and no code of it ever finds a partition's registers (SCH-9).
port::Context* suspend_non_secure() {
  const std::uint32_t others = schedule.ready & ~schedule.running_bit;
  if (static_cast<unsigned>(std::countl_zero(others)) >= system::kAgent) {
    return nullptr;
  }
  schedule.suspended = schedule.running_bit;
  schedule.ready = others;
  port::hold_non_secure();
  return switch_to_most_urgent();
}

}  // namespace
}  // namespace spm::ipc

extern "C" port::Context* spm_interrupt(unsigned source, spm::Interrupted interrupted) {
  spm::take_interrupt_from(source);
  switch (interrupted) {
    case spm::Interrupted::thread: return spm::ipc::choose();
    case spm::Interrupted::non_secure:
      return spm::system::kScheduleWhenNsInterrupted ? spm::ipc::suspend_non_secure() : nullptr;
    case spm::Interrupted::gate: return nullptr;
  }
  return nullptr;
}
