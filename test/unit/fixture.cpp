#include "fixture.hpp"

#include "spm/ipc/schedule.hpp"
#include "spm/panic.hpp"

namespace spm {

void stop_for_invariant(unsigned line) { throw testing::InvariantBroken{line}; }

void panic(const Partition& whom, Rule) { throw testing::Panicked{&whom}; }

namespace testing {

KernelTest::KernelTest() {
  partitions = {};
  connections = {};
  prepare_partitions();
  ipc::schedule = {.ready = ipc::kIdleBit,
                   .interesting = 0xFFFF'FFFF,
                   .running_bit = ipc::kIdleBit,
                   .running = nullptr,
                   .suspended = 0};
}

}  // namespace testing
}  // namespace spm
