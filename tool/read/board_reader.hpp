// SPDX-License-Identifier: Apache-2.0

// Reads board.yaml, and the files of a product that change its layout or add names to it. compile.cpp calls it, and the
// audit for the board file in an image.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/board.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"

namespace postern {

/// The files that describe the board of an image.
struct BoardFiles {
  std::string board;
  std::string layout = {};               // puts parts of the board's `memory` elsewhere; empty: there is none
  std::vector<std::string> extras = {};  // add devices and interrupt names; a known name keeps its meaning
};

/// Empty when a file cannot be read or is invalid; the diagnostics then say why.
[[nodiscard]] std::optional<Board> read_board(const BoardFiles& files, Sources& sources, Diagnostics& diagnostics);

/// Reads a board from its text, and the text of a layout if there is one (nullptr: none).
[[nodiscard]] std::optional<Board> parse_board(const SourceFile& file, const SourceFile* layout,
                                               Diagnostics& diagnostics);

/// The same of a probe: what a board may contain.
void describe_board(const Value& probe);

}  // namespace postern
