// The kernel's state as it is after the boot, for each test anew; and what stands for the end of the system.
#pragma once

#include <gtest/gtest.h>

#include "spm/connection.hpp"
#include "spm/partition.hpp"

namespace spm::testing {

/// The kernel found itself to be wrong (POSTERN_INVARIANT).
struct InvariantBroken {
  unsigned line;
};

/// A partition was to blame, and the system would have stopped.
struct Panicked {
  const Partition* whom;
};

class KernelTest : public ::testing::Test {
 protected:
  KernelTest();
};

}  // namespace spm::testing
