// From the command line's options to the texts of all output files: the whole of `postern` but for printing and
// writing.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "read/options.hpp"
#include "text/diagnostics.hpp"

namespace postern {

struct Invocation {
  std::vector<std::string> lists;
  std::string board;
  std::vector<std::string> board_extras;
  Options options;
  std::filesystem::path output;  // empty: check only
};

struct Compilation {
  Sources sources;  // what the diagnostics point into
  Diagnostics diagnostics;
  std::map<std::filesystem::path, std::string> files;  // empty after an error, and for a check
};

[[nodiscard]] Compilation compile(const Invocation& invocation);

/// Writes what differs from what is there, so that nothing that did not change is built again. False, and an error,
/// when a file cannot be written.
[[nodiscard]] bool write_files(const std::map<std::filesystem::path, std::string>& files, Diagnostics& diagnostics);

}  // namespace postern
