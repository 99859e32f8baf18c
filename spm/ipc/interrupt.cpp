// The IPC backend's other way in: secure interrupts. Nothing of the kernel is ever interrupted by one.
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/ipc/upcall.hpp"

namespace spm::ipc {
namespace {

/// Puts non-secure code aside for whoever can run, and holds the non-secure world's interrupts until it goes on: so its
/// stacks and the kernel's rows stay in one order, and no code of it ever finds a partition's registers (SCH-9).
port::Context* suspend_non_secure() {
  const std::uint32_t others = schedule.ready & ~schedule.running->schedule_bit;
  if ((others & kSecurePartitions) == 0) {
    return nullptr;
  }
  schedule.suspended = schedule.running;
  schedule.ready = others;
  port::hold_non_secure();
  return switch_to_most_urgent();
}

}  // namespace

port::Context* next_after_interrupt(Interrupted interrupted) {
  switch (interrupted) {
    case Interrupted::thread: return choose();
    case Interrupted::non_secure: return system::kScheduleWhenNsInterrupted ? suspend_non_secure() : nullptr;
    case Interrupted::gate: return nullptr;
  }
  return nullptr;
}

}  // namespace spm::ipc

extern "C" port::Context* spm_interrupt(unsigned source, spm::Interrupted interrupted) {
  const spm::InterruptDescriptor& interrupt = spm::interrupt_from(source);
  if (spm::ipc::kHasUpcalls && interrupt.handling == spm::Handling::first_level) {
    return spm::ipc::begin_upcall(interrupt, interrupted);
  }
  spm::calls::take_interrupt(interrupt);
  return spm::ipc::next_after_interrupt(interrupted);
}
