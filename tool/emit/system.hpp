// SPDX-License-Identifier: Apache-2.0

// system.hpp: the constant tables of the kernel, in the types of spm/descriptors.hpp. spm/system_check.cpp checks what
// the kernel relies on.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] std::string system_header(const Plan& plan);

}  // namespace postern
