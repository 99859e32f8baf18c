// The kernel's state as it is after the boot, for each test anew; and what stands for the end of the system.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "spm/connection.hpp"
#include "spm/panic_record.hpp"
#include "spm/partition.hpp"

namespace spm::testing {

/// The kernel found itself to be wrong (POSTERN_INVARIANT).
struct InvariantBroken {
  unsigned line;
};

/// The system was stopped for somebody's error.
struct Panicked {
  PanicRecord record;
};

/// Does a call wait for a service?
bool is_delivered();

class KernelTest : public ::testing::Test {
 protected:
  KernelTest();

  /// Who is blamed for what an action does, and for which rule; nobody when it does not panic.
  template <typename Action>
  static std::pair<std::int32_t, Rule> blame(const Action& action) {
    try {
      action();
    } catch (const Panicked& panicked) {
      return {panicked.record.partition, panicked.record.rule};
    }
    return {};
  }
};

}  // namespace spm::testing
