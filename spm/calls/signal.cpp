// SPDX-License-Identifier: Apache-2.0

// Waiting for signals, the doorbell, and interrupts as signals.
//
// An interrupt line has two masks: the partition's own (psa_irq_disable) and the framework's (from the arrival of a
// second-level interrupt until psa_eoi, which is exactly while its signal is asserted). The line is enabled only if
// both allow it (EOI-4, EOI-5).
#include <bit>

#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/port_contract.hpp"

namespace spm::calls {
namespace {

/// Protects data that the kernel shares with interrupts, if they can come between two of its instructions.
class InterruptLock {
 public:
  InterruptLock() {
    if constexpr (backend::kInterruptible) {
      port::mask_interrupts();
    }
  }
  ~InterruptLock() {
    if constexpr (backend::kInterruptible) {
      port::unmask_interrupts();
    }
  }
  InterruptLock(const InterruptLock&) = delete;
  InterruptLock& operator=(const InterruptLock&) = delete;
};

/// The interrupt behind a signal of this partition. Any other signal is a programmer error.
const InterruptDescriptor& interrupt_of(Partition& partition, SignalSet signal, Rule broken) {
  const PartitionDescriptor& descriptor = *partition.descriptor;
  if (!is_single(signal) || is_empty(signal & descriptor.interrupts)) {
    panic(partition, broken);
  }
  const auto ordinal = static_cast<unsigned>(std::countl_zero(static_cast<std::uint32_t>(signal)));
  return system::kInterrupts[descriptor.first_interrupt + ordinal];
}

bool is_asserted(const Partition& partition, SignalSet signal) { return !is_empty(partition.asserted & signal); }

void open_line_if_allowed(const Partition& partition, const InterruptDescriptor& interrupt) {
  const bool waits_for_eoi = interrupt.handling == Handling::second_level && is_asserted(partition, interrupt.signal);
  if (!waits_for_eoi && is_empty(partition.disabled_interrupts & interrupt.signal)) {
    port::enable(interrupt.source);
  }
}

}  // namespace

void assert_signals(Partition& partition, SignalSet signals) {
  const InterruptLock lock;
  partition.asserted = partition.asserted | signals;
}

void drop_signals(Partition& partition, SignalSet signals) {
  const InterruptLock lock;
  partition.asserted = partition.asserted & ~signals;
}

Answer wait(Partition& partition, SignalSet mask, std::uint32_t timeout) {
  const SignalSet awaited = mask & partition.descriptor->waitable;
  if (is_empty(awaited)) {
    panic(partition, rule(Area::wait, 5));
  }
  const SignalSet ready = awaited & partition.asserted;
  if (!is_empty(ready) || (timeout & PSA_BLOCK) == 0) {
    return now(static_cast<std::uint32_t>(ready));
  }
  return backend::wait(partition, awaited);
}

Answer notify(Partition& partition, std::int32_t partition_id) {
  for (PartitionIndex i = 0; i < system::kAgent; ++i) {
    if (partitions[i].descriptor->id == partition_id) {
      assert_signals(partitions[i], SignalSet::doorbell);
      backend::wake(partitions[i]);
      return now(Status::success);
    }
  }
  panic(partition, rule(Area::dbl, 2));
}

void clear(Partition& partition) {
  if (!is_asserted(partition, SignalSet::doorbell)) {
    panic(partition, rule(Area::clear, 4));
  }
  drop_signals(partition, SignalSet::doorbell);
}

void irq_enable(Partition& partition, SignalSet signal) {
  const InterruptDescriptor& interrupt = interrupt_of(partition, signal, rule(Area::irq, 3));
  const InterruptLock lock;
  partition.disabled_interrupts = partition.disabled_interrupts & ~signal;
  open_line_if_allowed(partition, interrupt);
}

std::uint32_t irq_disable(Partition& partition, SignalSet signal) {
  const InterruptDescriptor& interrupt = interrupt_of(partition, signal, rule(Area::irq, 4));
  const bool was_enabled = is_empty(partition.disabled_interrupts & signal);
  partition.disabled_interrupts = partition.disabled_interrupts | signal;
  port::disable(interrupt.source);
  return was_enabled ? 1 : 0;
}

void eoi(Partition& partition, SignalSet signal) {
  const InterruptDescriptor& interrupt = interrupt_of(partition, signal, rule(Area::eoi, 2));
  if (interrupt.handling != Handling::second_level || !is_asserted(partition, signal)) {
    panic(partition, rule(Area::eoi, 2));
  }
  drop_signals(partition, signal);
  port::clear_pending(interrupt.source);
  open_line_if_allowed(partition, interrupt);
}

void reset_signal(Partition& partition, SignalSet signal) {
  const InterruptDescriptor& interrupt = interrupt_of(partition, signal, rule(Area::rst, 1));
  if (interrupt.handling != Handling::first_level || !is_asserted(partition, signal)) {
    panic(partition, rule(Area::rst, 1));
  }
  drop_signals(partition, signal);
}

}  // namespace spm::calls
