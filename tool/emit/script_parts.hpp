// SPDX-License-Identifier: Apache-2.0

// Parts that several linker scripts share.
#pragma once

#include <string>

#include "model/board.hpp"

namespace postern {

/// The MEMORY command of a device's image.
[[nodiscard]] std::string memory_command(const Memory& code, const Memory& ram);

/// Places for sections that only debuggers and linkers use, one per line. Every script has them, because links refuse
/// orphans: a section without a place would be in no region.
[[nodiscard]] std::string places_for_tools();

/// The same for a device's image, without the tables that nothing on a device reads.
[[nodiscard]] std::string places_of_what_is_not_loaded();

}  // namespace postern
