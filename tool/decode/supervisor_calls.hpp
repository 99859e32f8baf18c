// SPDX-License-Identifier: Apache-2.0

// Where a partition can have entered the SPM in a way that PE-11 forbids. The record of PE-11 has no address, but the
// image has every supervisor call that is in the partition's code.
#pragma once

#include <cstdint>
#include <vector>

#include "audit/image.hpp"
#include "audit/layout.hpp"

namespace postern::decode {

struct SupervisorCall {
  std::uint32_t address;
  unsigned number;
};

/// The supervisor calls in the code of a partition that the SPM of this image takes from no partition.
[[nodiscard]] std::vector<SupervisorCall> unknown_supervisor_calls(const audit::Image& image,
                                                                   const audit::Layout& layout,
                                                                   const audit::Partition& partition);

/// The addresses of its interrupt functions.
[[nodiscard]] std::vector<std::uint32_t> interrupt_functions(const audit::Image& image,
                                                             const audit::Partition& partition);

/// True if the partition has an init function, or if that is not known: every partition of the IPC model has a loop of
/// its own. Constructors of C++ count on the SFN backend; on the other one they are another beginning of the thread.
[[nodiscard]] bool may_run_without_message(const audit::Image& image, const audit::Layout& layout,
                                           const audit::Partition& partition);

}  // namespace postern::decode
