// SPDX-License-Identifier: Apache-2.0

// The partition whose code the one secure thread runs. deliver.cpp sets it; direct.cpp reads it.
#pragma once

#include "spm/partition.hpp"

namespace spm::sfn {

/// The partition whose secure function runs; the agent while the non-secure world calls; nullptr before boot starts
/// one.
extern constinit Partition* running;

}  // namespace spm::sfn
