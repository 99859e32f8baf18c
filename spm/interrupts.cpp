// SPDX-License-Identifier: Apache-2.0

// Takes secure interrupts; runs FLIH functions in the handler, or brackets those that run as upcalls.
#include "spm/interrupts.hpp"

#include <algorithm>
#include <array>

#include "spm/backend.hpp"
#include "spm/panic.hpp"
#include "spm/port_contract.hpp"
#include "spm/trace.hpp"

namespace spm {
namespace {

constexpr std::uint8_t kNobodys = 0xFF;
static_assert(system::kInterruptCount < kNobodys);

constexpr unsigned source_count() {
  unsigned count = 0;
  for (const InterruptDescriptor& interrupt : system::kInterrupts) {
    count = std::max(count, interrupt.source + 1U);
  }
  return count;
}

/// For each line, the index of its interrupt.
constexpr auto kPlaces = [] {
  std::array<std::uint8_t, source_count()> places{};
  places.fill(kNobodys);
  for (unsigned i = 0; i < system::kInterruptCount; ++i) {
    places[system::kInterrupts[i].source] = static_cast<std::uint8_t>(i);
  }
  return places;
}();

constinit Partition* function_owner = nullptr;

}  // namespace

const InterruptDescriptor& interrupt_from(unsigned source) {
  POSTERN_INVARIANT(source < kPlaces.size() && kPlaces[source] != kNobodys);
  trace::note(trace::Kind::interrupt, 0, source, 0, 0);
  return system::kInterrupts[kPlaces[source]];
}

void take_interrupt(const InterruptDescriptor& interrupt) {
  if (interrupt.handling == Handling::second_level) {
    Partition& owner = partitions[interrupt.owner];
    port::disable(interrupt.source);
    owner.asserted = owner.asserted | interrupt.signal;
    backend::wake(owner);
    return;
  }
  begin_function(interrupt);
  end_function(interrupt, interrupt.function());
}

Partition& begin_function(const InterruptDescriptor& interrupt) {
  function_owner = &partitions[interrupt.owner];
  return *function_owner;
}

void end_function(const InterruptDescriptor& interrupt, psa_flih_result_t result) {
  Partition& owner = *function_owner;
  function_owner = nullptr;
  switch (result) {
    case PSA_FLIH_SIGNAL:
      owner.asserted = owner.asserted | interrupt.signal;
      backend::wake(owner);
      return;
    case PSA_FLIH_NO_SIGNAL: return;
    default: panic(owner, rule(Area::flih, 3));
  }
}

const Partition* interrupt_function_owner() { return function_owner; }

}  // namespace spm
