// SPDX-License-Identifier: Apache-2.0

// The kernel's state after boot, new for each test; and exceptions in place of the end of the system.
#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "spm/connection.hpp"
#include "spm/panic_record.hpp"
#include "spm/partition.hpp"

namespace spm::testing {

/// Thrown when an invariant of the kernel fails (POSTERN_INVARIANT).
struct InvariantBroken {
  unsigned line;
};

/// Thrown when an error of a partition stops the system.
struct Panicked {
  PanicRecord record;
};

/// Whether a call waits for a service.
bool is_delivered();

/// Whether a call's sizes and counts are those of an idle one: all zero.
bool has_no_vectors(const Call& call);

class KernelTest : public ::testing::Test {
 protected:
  KernelTest();

  /// The partition and the rule that an action's panic names; empty if it does not panic.
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
