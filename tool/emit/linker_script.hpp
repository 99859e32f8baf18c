// image.ld for the secure image and ns.ld for the non-secure one, from the board's memory and the plan's areas.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] std::string secure_linker_script(const Plan& plan);
[[nodiscard]] std::string non_secure_linker_script(const Plan& plan);

/// The main stack's size.
[[nodiscard]] std::uint64_t handler_stack_size(const Plan& plan);

/// SCH-22 on the SFN backend, where everything secure runs on it; on the IPC backend only boot and gates do.
[[nodiscard]] std::uint64_t agent_stack_size(const Plan& plan);

}  // namespace postern
