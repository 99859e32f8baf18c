// Reads one manifest into the model and reports everything that is wrong with it by itself (sections 9.1 to 9.4).
#pragma once

#include "board.hpp"
#include "configuration.hpp"
#include "diagnostics.hpp"
#include "list_reader.hpp"
#include "manifest.hpp"

namespace postern {

[[nodiscard]] Manifest read_manifest(const ListItem& item, const Configuration& configuration, const Board& board,
                                     Sources& sources, Diagnostics& diagnostics);

}  // namespace postern
