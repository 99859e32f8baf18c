// SPDX-License-Identifier: Apache-2.0

// Reads one manifest into the model and reports all errors for which no other manifest is needed (rules MAN).
// compile.cpp calls it for each item of the lists.
#pragma once

#include "model/board.hpp"
#include "model/configuration.hpp"
#include "model/manifest.hpp"
#include "read/list_reader.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"

namespace postern {

[[nodiscard]] Manifest read_manifest(const ListItem& item, const Configuration& configuration, const Board& board,
                                     Sources& sources, Diagnostics& diagnostics);

/// The same of a probe: what a manifest may contain.
void describe_manifest(const Value& probe, const Board& board);
/// The keys beyond FF-M that a list can register (MLIST-9).
[[nodiscard]] const Words& every_extension();

}  // namespace postern
