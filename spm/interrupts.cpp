// SPDX-License-Identifier: Apache-2.0

#include "spm/interrupts.hpp"

#include "spm/port_contract.hpp"

namespace spm {

[[gnu::noinline]] void assert_second_level(const InterruptDescriptor& interrupt) {
  Partition& owner = partitions[interrupt.owner];
  port::disable(interrupt.source);
  owner.asserted = owner.asserted | interrupt.signal;
  backend::wake(owner);
}

void take_unnamed() { stop_for_invariant(__LINE__); }

}  // namespace spm
