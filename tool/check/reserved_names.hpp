// Names that mean something already where generated code is compiled or linked.
//
// A partition's name becomes a macro in pid.h, a service's and an interrupt's the beginning of macros, and functions
// are declared in generated headers. A macro called like a word of a header that is included later changes what that
// header says; the compiler then complains about lines that nobody wrote.
//
// Linker symbols are no matter of this: those of a partition hold a dot, and identifiers of the generated tables a
// prefix. Only the names of the other contexts of an image have a dot as well.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/definitions.hpp"

namespace postern::rules {

/// Why no macro or function may be called so, as the end of a sentence; nothing when it may.
[[nodiscard]] std::optional<std::string> taken_in_c(std::string_view name, const Definitions& definitions);
/// The same of a partition, whose name is also that of linker symbols and of targets of the build.
[[nodiscard]] std::optional<std::string> taken_in_image(std::string_view name);

}  // namespace postern::rules
