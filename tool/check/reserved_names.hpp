// SPDX-License-Identifier: Apache-2.0

// Names that are already taken where generated code is compiled or linked. The other checks of this folder ask it.
//
// A partition's name becomes a macro in pid.h, the names of services and interrupts begin macros, and generated headers
// declare functions. A macro that has the name of a word in a header changes that header when it is included later, and
// the compiler then reports lines that the author of the manifest never saw.
//
// Linker symbols need no check: a partition's contain a dot, and the identifiers of generated tables have a prefix.
// Only the other contexts of an image have symbols with a dot too.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/definitions.hpp"

namespace postern::rules {

/// Why no macro or function may have this name, as the end of a sentence; empty when one may.
[[nodiscard]] std::optional<std::string> taken_in_c(std::string_view name, const Definitions& definitions);
/// The same for a partition, whose name is also used for linker symbols and build targets.
[[nodiscard]] std::optional<std::string> taken_in_image(std::string_view name);

}  // namespace postern::rules
