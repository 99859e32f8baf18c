// The IPC backend's other way in: secure interrupts, at the kernel's own priority, so never in the middle of a call.
#include <algorithm>

#include "spm/calls/calls.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"

extern "C" port::Context* spm_interrupt(unsigned source, bool over_non_secure) {
  spm::take_interrupt_from(source);
  // SCH-9: over non-secure code the signal is asserted and nothing more; its owner runs when the secure side is entered
  // the next time.
  return over_non_secure ? nullptr : spm::ipc::choose();
}
