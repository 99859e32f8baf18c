// SPDX-License-Identifier: Apache-2.0

#include "fixture.hpp"

#include <algorithm>

#include "spm/ipc/schedule.hpp"
#include "spm/panic.hpp"
#include "spm/service.hpp"

void port::stop(const spm::PanicRecord& record) {
  if (record.kind == spm::PanicKind::invariant) {
    throw spm::testing::InvariantBroken{record.fault.pc};
  }
  throw spm::testing::Panicked{record};
}

// Idle's thread, which never runs.
extern "C" {
void idle_start() {}
std::byte idle_stack_limit[1] asm("idle.stack_limit");
std::byte idle_stack_top[1] asm("idle.stack_top");
}

namespace spm::testing {

bool is_delivered() {
  return std::ranges::any_of(last_clients, [](const Partition* last) { return last != nullptr; });
}

bool has_no_vectors(const Call& call) {
  constexpr auto kAreZero = [](const auto& words) {
    return std::ranges::all_of(words, [](std::size_t word) { return word == 0; });
  };
  return kAreZero(call.message.in_size) && kAreZero(call.message.out_size) && kAreZero(call.in_done) &&
         kAreZero(call.out_done) && call.counts == 0;
}

KernelTest::KernelTest() {
  partitions = {};
  connections = {};
  prepare_partitions();
  ipc::prepare_idle();
  std::ranges::fill(last_clients, nullptr);
  ::port::logged.clear();
  ::port::open_lines.clear();
  ::port::pending_lines.clear();
  ::port::interrupted = false;
  ::port::looks_before = 0;
  ::port::held = ::port::Held::none;
  ::port::record() = {};
}

}  // namespace spm::testing
