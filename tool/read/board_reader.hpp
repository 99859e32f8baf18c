// Reads board.yaml, and the files of an image that add names to it. compile.cpp calls it, and the audit for the board
// file in an image.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/board.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"

namespace postern {

/// Empty when a file cannot be read or is invalid; the diagnostics then say why.
///
/// `extras` are files of an image that add devices and interrupt names to the board's. They cannot change what a name
/// means, only add a second name.
[[nodiscard]] std::optional<Board> read_board(const std::string& path, const std::vector<std::string>& extras,
                                              Sources& sources, Diagnostics& diagnostics);

/// Reads a board from its text.
[[nodiscard]] std::optional<Board> parse_board(const SourceFile& file, Diagnostics& diagnostics);

/// The same of a probe: what a board may contain.
void describe_board(const Value& probe);

}  // namespace postern
