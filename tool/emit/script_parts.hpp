// What several linker scripts say alike.
#pragma once

#include <string>

#include "model/board.hpp"

namespace postern {

/// The MEMORY command of a device's image.
[[nodiscard]] std::string memory_command(const Memory& code, const Memory& ram);

/// Places for what is in an object for debuggers and linkers, a line each. Every script has them, because links refuse
/// orphans: a section that nobody thought of would be in nobody's rows.
[[nodiscard]] std::string places_for_tools();

/// Those, and of a device's image the tables that nothing there reads are left out.
[[nodiscard]] std::string places_of_what_is_not_loaded();

}  // namespace postern
