// SPDX-License-Identifier: Apache-2.0

// Every linker script of an image: the secure and the non-secure image of a device, the program of a host, and the
// second link of one partition. files.cpp calls these. The script of a partition's first link depends on its objects:
// link/first_link.hpp.
#pragma once

#include <cstdint>
#include <string>

#include "plan/plan.hpp"

namespace postern {

/// image.ld of a device: from the board's memory and the plan's areas.
[[nodiscard]] std::string secure_linker_script(const Plan& plan);
/// ns.ld: from the board's memory.
[[nodiscard]] std::string non_secure_linker_script(const Board& board);
/// image.ld of a host: an addition to the linker's own script.
[[nodiscard]] std::string host_linker_script(const Plan& plan);
/// The second link of a partition, or on a host of the non-secure program. `postern link place` has named its sections
/// `.PREFIX.text` and so on.
[[nodiscard]] std::string part_linker_script(Architecture architecture, const std::string& prefix);

/// The prefix of a partition's sections, without the first dot.
[[nodiscard]] std::string section_prefix(const Manifest& manifest);

/// The size of the main stack.
[[nodiscard]] std::uint64_t handler_stack_size(const Plan& plan);

/// SCH-22 on the SFN backend, where all secure code runs on it; on the IPC backend only boot and gates do.
[[nodiscard]] std::uint64_t agent_stack_size(const Plan& plan);

}  // namespace postern
