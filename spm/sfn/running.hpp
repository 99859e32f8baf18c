// Whose code the one secure thread runs.
#pragma once

#include "spm/partition.hpp"

namespace spm::sfn {

/// The partition whose secure function runs, the agent while the non-secure world calls, nullptr until boot is over.
extern constinit Partition* running;

}  // namespace spm::sfn
