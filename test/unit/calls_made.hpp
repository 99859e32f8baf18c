// SPDX-License-Identifier: Apache-2.0

// Every call, because the tests enter the kernel by trap number.
#pragma once

#include <array>
#include <string_view>

#include "spm/calls/calls.hpp"

namespace spm::system {

#define POSTERN_NAME(number, api, count, function, exists) #api,

inline constexpr auto kCallsMade =
    std::to_array<std::string_view>({POSTERN_CALLS(POSTERN_NAME) "psa_get", "psa_reply", "psa_notify", "psa_clear"});

}  // namespace spm::system
