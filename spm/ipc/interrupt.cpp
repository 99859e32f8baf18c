// SPDX-License-Identifier: Apache-2.0

// Secure interrupts on the IPC backend. The port's interrupt handler calls the function of the line (spm_lines).
// Interrupts never interrupt the kernel.
//
// Over a secure thread the most urgent ready context runs at once. Non-secure code has a context below it: the agent,
// idle, or a partition that a non-secure interrupt pre-empted. Non-secure code returns to that context and not to the
// kernel, so if another context is more urgent the kernel must be asked again at that moment. Idle asks whenever it
// begins. So idle is put below the non-secure code, and the other context can be scheduled like any other.
//
// Above isolation level 1 no handler may run a partition's code. A FLIH function then becomes a thread of its own, an
// upcall: on its owner's stack, below everything there, with only its owner's memory (FLIH-2). All interrupts are held
// from the interrupt to the trap with which the function returns, so there is one upcall at a time.
#include <array>
#include <cstddef>

#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/ipc/restart.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"
#include "spm/panic.hpp"
#include "spm/trace.hpp"

namespace spm::ipc {

extern "C" {
/// By this address the port recognises a trap of a FLIH function.
constinit port::Context spm_upcall_context{};
}

namespace {

/// Makes idle begin when the non-secure code returns; idle then asks what to run.
void return_to_idle() {
  port::put_under(schedule.running->thread, idle.thread);
  schedule.running = &idle;
}

/// Suspends non-secure code for a more urgent context, and holds the non-secure world's interrupts until it resumes. So
/// its stacks and the kernel's contexts stay in one order, and no non-secure code finds a partition's registers
/// (SCH-9). The context below keeps its urgency.
port::Context* suspend_non_secure() {
  if (schedule.running == &idle) {
    return_to_idle();  // it may be about to sleep, and would not ask
  }
  schedule.suspended = schedule.running;
  port::hold_non_secure();
  return go_on_with_most_urgent();
}

/// True if the partition called the non-secure code, which then runs as its own.
bool is_own_call(Interrupted interrupted) {
  return interrupted == Interrupted::non_secure_thread && schedule.running != &agent() &&
         !port::is_pre_empted(schedule.running->thread);
}

struct Upcall {
  const InterruptDescriptor* interrupt;
  Interrupted interrupted;
  bool is_held_high;  // the line's level pended it again after its handler returned
};
constinit Upcall upcall{};

/// The frame goes below everything on the owner's stack. No room for it is a stack overflow, and a stack pointer
/// outside the owner's memory is not used.
[[maybe_unused]] std::uintptr_t place_of_frame(const Partition& owner) {
  const std::uintptr_t top = &owner == schedule.running ? port::caller_stack() : port::stack_of(owner.thread);
  const std::uintptr_t frame = top - port::kFrameSize;
  if (frame < address_of(owner.descriptor->stack_limit) || !may_access(owner, {frame, port::kFrameSize}, Use::write)) {
    panic(owner, rule(Area::flih, 2));
  }
  return frame;
}

/// Returns the context of the function.
[[gnu::noinline, maybe_unused]] port::Context* begin_upcall(Interrupted interrupted,
                                                            const InterruptDescriptor& interrupt) {
  upcall = {&interrupt, interrupted, false};
  const Partition& owner = begin_function(interrupt);
  if constexpr (kHasUpcalls) {
    port::prepare_function(spm_upcall_context, place_of_frame(owner), *owner.descriptor, interrupt.function);
  }
  return &spm_upcall_context;
}

/// The function of a line, by the place of its interrupt in the table.
template <std::size_t place>
struct Line {
  static port::Context* take(Interrupted interrupted) {
    constexpr const InterruptDescriptor& kInterrupt = system::kInterrupts[place];
    if constexpr (kHasUpcalls && kInterrupt.handling == Handling::first_level) {
      trace::note(trace::Kind::interrupt, 0, kInterrupt.source, 0, 0);
      return begin_upcall(interrupted, kInterrupt);
    } else {
      take_interrupt(kInterrupt);
      return go_on_after(interrupted);
    }
  }
};

port::Context* take_unnamed_line(Interrupted) { take_unnamed(); }

}  // namespace

port::Context* go_on_elsewhere_after(Interrupted interrupted) {
  if (interrupted == Interrupted::thread || is_own_call(interrupted)) {
    return go_on_elsewhere();
  }
  if (system::kScheduleWhenNsInterrupted && interrupted != Interrupted::gate) {
    return suspend_non_secure();
  }
  if (schedule.running != &agent() && port::is_pre_empted(schedule.running->thread)) {
    return_to_idle();
  }
  return nullptr;
}

// A handler silences its device before it returns. A FLIH function runs after the handler has returned, so a line that
// is still high is pended again, which means nothing new. A pulse that comes later does.
extern "C" void spm_upcall_begins() {
  port::hold_interrupts();
  upcall.is_held_high = port::is_pending(upcall.interrupt->source);
}

/// Returns the context that goes on after the function.
[[gnu::always_inline]] inline port::Context* go_on_after_upcall() {
  if (schedule.suspended != nullptr) {
    port::hold_non_secure();
  } else {
    port::release_interrupts();
  }
  port::Context* const next = go_on_after(upcall.interrupted);
  return next != nullptr ? next : &schedule.running->thread;
}

extern "C" port::Context* spm_upcall_trap(unsigned number, std::uint32_t result) {
  if (number != POSTERN_TRAP_FUNCTION_RETURN) {
    panic_for_entry();  // psa_panic too: the interrupt's owner is to blame (FLIH-5)
  }
  if (upcall.is_held_high) {
    port::clear_pending(upcall.interrupt->source);
  }
  end_function(*upcall.interrupt, result);
  return go_on_after_upcall();
}

bool may_end_upcall(const Partition& owner) {
  return schedule.running != &owner || upcall.interrupted == Interrupted::thread || port::is_pre_empted(owner.thread);
}

port::Context* end_upcall(Partition& owner) {
  forget_function();
  if (schedule.suspended == &owner) {
    port::put_under(owner.thread, idle.thread);
    schedule.suspended = &idle;
  } else if (schedule.running == &owner && upcall.interrupted == Interrupted::thread) {
    port::release_interrupts();
    return go_on_with_most_urgent();  // not the thread that was interrupted
  } else if (schedule.running == &owner) {
    return_to_idle();
  }
  return go_on_after_upcall();
}

}  // namespace spm::ipc

extern "C" const std::array<spm::TakeLine, spm::kLineCount> spm_lines =
    spm::functions_of_lines<spm::ipc::Line, spm::TakeLine>(spm::ipc::take_unnamed_line);
