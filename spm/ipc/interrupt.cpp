// The IPC backend's other way in: secure interrupts. Nothing of the kernel is ever interrupted by one.
//
// Over a secure thread the most urgent ready context goes on at once. Non-secure code has a context below it: the
// agent, idle, or a partition that a non-secure interrupt pre-empted. It is not the kernel that the non-secure code
// returns to but that context, so when another one is more urgent the kernel has to be asked again at that moment. Idle
// asks whenever it begins. So idle is put below the non-secure code, and the other context can be chosen like any
// other.
#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/ipc/upcall.hpp"

namespace spm::ipc {
namespace {

/// When non-secure code returns to this side, idle begins and chooses.
void return_to_idle() {
  port::put_under(schedule.running->thread, idle.thread);
  schedule.running = &idle;
}

/// Puts non-secure code aside for a more urgent context, and holds the non-secure world's interrupts until it goes on:
/// so its stacks and the kernel's contexts stay in one order, and no non-secure code finds a partition's registers
/// (SCH-9). The context below keeps its place in the order of urgency.
port::Context* suspend_non_secure() {
  if (schedule.running == &idle) {
    return_to_idle();  // it would not ask, had it been about to sleep
  }
  schedule.suspended = schedule.running;
  port::hold_non_secure();
  return switch_to_most_urgent();
}

/// A partition that called non-secure code runs it as its own.
bool is_own_call(Interrupted interrupted) {
  return interrupted == Interrupted::non_secure_thread && schedule.running != &agent() &&
         !port::is_pre_empted(schedule.running->thread);
}

}  // namespace

port::Context* give_way_after_interrupt(Interrupted interrupted) {
  if (interrupted == Interrupted::thread || is_own_call(interrupted)) {
    return give_way();
  }
  if (system::kScheduleWhenNsInterrupted && interrupted != Interrupted::gate) {
    return suspend_non_secure();
  }
  if (schedule.running != &agent() && port::is_pre_empted(schedule.running->thread)) {
    return_to_idle();
  }
  return nullptr;
}

extern "C" port::Context* spm_interrupt(unsigned source, Interrupted interrupted) {
  const InterruptDescriptor& interrupt = interrupt_from(source);
  if (kHasUpcalls && interrupt.handling == Handling::first_level) {
    return begin_upcall(interrupt, interrupted);
  }
  calls::take_interrupt(interrupt);
  return next_after_interrupt(interrupted);
}

}  // namespace spm::ipc
