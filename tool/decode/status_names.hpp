// SPDX-License-Identifier: Apache-2.0

// The names of psa_status_t.
#pragma once

#include <cstdint>
#include <string>

namespace postern::decode {

/// "PSA_ERROR_PROGRAMMER_ERROR (-129)"; of a status that a service chose itself, the number alone.
[[nodiscard]] std::string status_words(std::uint32_t status);

}  // namespace postern::decode
