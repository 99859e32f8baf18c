// SPDX-License-Identifier: Apache-2.0

// Diagnostics for programs: as JSON, and as SARIF 2.1.0, which editors and CI systems show beside the source.
#pragma once

#include <string>

#include "text/diagnostics.hpp"

namespace postern {

/// An object with `errors`, their number, and `diagnostics`, each with its notes.
[[nodiscard]] std::string json_text(const Diagnostics& diagnostics);
/// Columns are code points, as in the text form; the report says so.
[[nodiscard]] std::string sarif_text(const Diagnostics& diagnostics, const std::string& version);

}  // namespace postern
