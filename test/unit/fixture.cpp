#include "fixture.hpp"

#include <algorithm>

#include "spm/backend.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/panic.hpp"
#include "spm/service.hpp"

void port::stop(const spm::PanicRecord& record) {
  if (record.kind == spm::PanicKind::invariant) {
    throw spm::testing::InvariantBroken{record.fault.pc};
  }
  throw spm::testing::Panicked{record};
}

namespace spm {

const Partition* current_partition() {
  return ipc::schedule.running == &ipc::idle ? nullptr : &ipc::running_partition();
}

// A backend that only notes what it is given.
namespace backend {

void boot() {}
Answer deliver(Partition& client) {
  testing::delivered = &client.call;
  return later();
}
Answer wait(Partition&, SignalSet) { return later(); }
void wake(Partition&) {}

}  // namespace backend

namespace testing {

KernelTest::KernelTest() {
  partitions = {};
  connections = {};
  prepare_partitions();
  ipc::prepare_idle();
  std::ranges::fill(last_clients, nullptr);
  delivered = nullptr;
  ::port::said.clear();
  ::port::open_lines.clear();
  ::port::pending_lines.clear();
  ::port::held = ::port::Held::nobody;
  ::port::record() = {};
}

}  // namespace testing
}  // namespace spm
