// Reads board.yaml, and the files of an image that add names to it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/board.hpp"
#include "text/diagnostics.hpp"

namespace postern {

/// Nothing when a file cannot be read or is wrong; the reason is then in the diagnostics.
///
/// `extras` are files that belong to an image and not to the board: they add devices and interrupt names. What is there
/// already keeps its meaning, it can only get a second name.
[[nodiscard]] std::optional<Board> read_board(const std::string& path, const std::vector<std::string>& extras,
                                              Sources& sources, Diagnostics& diagnostics);

/// The same of a board whose text is at hand.
[[nodiscard]] std::optional<Board> parse_board(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace postern
