// One upcall at a time: from the interrupt to the trap with which its function returns.
#include "spm/ipc/upcall.hpp"

#include "runtime/trap_numbers.h"
#include "spm/calls/calls.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"

namespace spm::ipc {

extern "C" {
/// The port tells by it that a trap comes from a function.
constinit port::Context spm_upcall_context{};
}

namespace {

struct Upcall {
  const InterruptDescriptor* interrupt;
  Interrupted interrupted;
  bool is_held_high;  // the line was pended by its own level when the handler had been left
};
constinit Upcall upcall{};

/// Below whatever the owner has on its stack; what does not fit is as any overflow, and a stack pointer that is not on
/// its own memory is not followed.
[[maybe_unused]] std::uintptr_t place_of_frame(const Partition& owner) {
  const std::uintptr_t top = &owner == schedule.running ? port::caller_stack() : port::stack_of(owner.thread);
  const std::uintptr_t frame = top - port::kFrameSize;
  if (frame < address_of(owner.descriptor->stack_limit) || !may_write(owner, {frame, port::kFrameSize})) {
    panic(owner, rule(Area::flih, 2));
  }
  return frame;
}

}  // namespace

port::Context* begin_upcall(const InterruptDescriptor& interrupt, Interrupted interrupted) {
  upcall = {&interrupt, interrupted, false};
  const Partition& owner = calls::begin_function(interrupt);
  if constexpr (kHasUpcalls) {
    port::prepare_function(spm_upcall_context, place_of_frame(owner), *owner.descriptor, interrupt.function);
  }
  return &spm_upcall_context;
}

// A handler that silences its device is not called again. A function cannot do that before the handler is left, and a
// line that is still high then is pended once more, which means nothing new. A pulse that comes later does.
extern "C" void spm_upcall_begins() {
  port::hold_interrupts();
  upcall.is_held_high = port::is_pending(upcall.interrupt->source);
}

extern "C" port::Context* spm_upcall_trap(unsigned number, std::uint32_t result) {
  if (number != POSTERN_TRAP_FUNCTION_RETURN) {
    panic_for_entry();  // psa_panic too: it is booked to the interrupt's owner (FLIH-5)
  }
  if (upcall.is_held_high) {
    port::clear_pending(upcall.interrupt->source);
  }
  calls::end_function(*upcall.interrupt, result);
  if (schedule.suspended != nullptr) {
    port::hold_non_secure();
  } else {
    port::release_interrupts();
  }
  port::Context* const next = next_after_interrupt(upcall.interrupted);
  return next != nullptr ? next : &schedule.running->thread;
}

}  // namespace spm::ipc
