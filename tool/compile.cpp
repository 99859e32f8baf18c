// SPDX-License-Identifier: Apache-2.0

#include "compile.hpp"

#include <fmt/format.h>

#include "check/rules.hpp"
#include "emit/files.hpp"
#include "plan/planner.hpp"
#include "read/list_reader.hpp"
#include "read/manifest_reader.hpp"
#include "text/files.hpp"

namespace postern {

namespace {

System read_system(const Invocation& invocation, const Configuration& configuration, const Board& board,
                   Compilation& compilation) {
  System system;
  for (const std::string& list : invocation.lists) {
    const unsigned errors = compilation.diagnostics.error_count();
    const auto items = read_list_file(list, configuration.definitions, compilation.sources, compilation.diagnostics);
    if (compilation.diagnostics.error_count() != errors) {
      system.is_whole = false;
    }
    for (const ListItem& item : items) {
      system.manifests.push_back(
          read_manifest(item, configuration, board, compilation.sources, compilation.diagnostics));
      if (!system.manifests.back().is_read) {
        system.is_whole = false;
      }
    }
  }
  return system;
}

}  // namespace

BoardFiles board_files(const Invocation& invocation) {
  return {.board = invocation.board, .layout = invocation.layout, .extras = invocation.board_extras};
}

Compilation compile(const Invocation& invocation) {
  Compilation compilation;
  Diagnostics& diagnostics = compilation.diagnostics;
  const Configuration configuration = read_configuration(invocation.options, diagnostics);
  const std::optional<Board> board = read_board(board_files(invocation), compilation.sources, diagnostics);
  if (!board) {
    return compilation;
  }
  const System system = read_system(invocation, configuration, *board, compilation);
  rules::check_system(system, configuration, *board, diagnostics);
  if (diagnostics.has_errors() || invocation.output.empty()) {
    return compilation;
  }
  compilation.files =
      files_of(make_plan(system, configuration, *board), invocation.output, compilation.sources.names());
  return compilation;
}

bool write_files(const std::map<std::filesystem::path, std::string>& files, Diagnostics& diagnostics) {
  for (const auto& [path, text] : files) {
    if (write_if_changed(path, text)) {
      continue;
    }
    diagnostics.error({}, fmt::format("--output: cannot write `{}`; a writable directory is expected", path.string()));
    return false;
  }
  return true;
}

}  // namespace postern
