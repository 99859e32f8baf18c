// SPDX-License-Identifier: Apache-2.0

// From the command line's options to the texts of all output files: `postern check` and `generate` without printing.
// main.cpp and the tests call it; it runs read/, check/, plan/ and emit/ in this order.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "read/board_reader.hpp"
#include "read/options.hpp"
#include "text/diagnostics.hpp"

namespace postern {

struct Invocation {
  std::vector<std::string> lists;
  std::string board;
  std::string layout;
  std::vector<std::string> board_extras;
  Options options;
  std::filesystem::path output;  // empty: check only
};

struct Compilation {
  Sources sources;  // the files that diagnostics point at
  Diagnostics diagnostics;
  std::map<std::filesystem::path, std::string> files;  // empty after an error, and when only checking
};

/// The files of the board that the invocation names.
[[nodiscard]] BoardFiles board_files(const Invocation& invocation);

[[nodiscard]] Compilation compile(const Invocation& invocation);

/// Writes the files that changed, so that nothing else is built again. False, with an error reported, when a file
/// cannot be written.
[[nodiscard]] bool write_files(const std::map<std::filesystem::path, std::string>& files, Diagnostics& diagnostics);

}  // namespace postern
