// SPDX-License-Identifier: Apache-2.0

#include "check_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/rules.hpp"
#include "read/list_reader.hpp"
#include "read/manifest_reader.hpp"
#include "read/yaml_reader.hpp"

namespace postern {

namespace {

enum class Kind { unreadable, manifest, list, board, addition };

bool has_key(const Value& document, std::string_view key) {
  return std::any_of(document.entries.begin(), document.entries.end(),
                     [key](const Entry& entry) { return entry.key.text == key; });
}

// By the keys that only one kind has. What fits none is checked as a manifest: most files are.
Kind kind_of(const std::string& path) {
  Sources sources;
  const SourceFile* file = sources.open(path);
  if (file == nullptr) {
    return Kind::unreadable;
  }
  Diagnostics ignored;  // reported by the reader of its kind
  const auto document = read_yaml(*file, ignored);
  if (!document) {
    return Kind::manifest;
  }
  const auto has_one = [&](const auto& keys) {
    return std::any_of(keys.begin(), keys.end(), [&](std::string_view key) { return has_key(*document, key); });
  };
  constexpr std::array<std::string_view, 5> kOfManifest{"psa_framework_version", "entry_point", "stack_size",
                                                        "services", "priority"};
  constexpr std::array<std::string_view, 4> kOfBoard{"architecture", "memory", "storage", "secure_devices"};
  constexpr std::array<std::string_view, 2> kOfAddition{"devices", "interrupts"};
  const auto says_list = [](const Entry& entry) {
    return entry.key.text == "type" && entry.value.text == "manifest_list";
  };
  if (has_key(*document, "manifest_list") ||
      std::any_of(document->entries.begin(), document->entries.end(), says_list)) {
    return Kind::list;
  }
  if (has_one(kOfManifest)) {
    return Kind::manifest;
  }
  return has_one(kOfBoard) ? Kind::board : has_one(kOfAddition) ? Kind::addition : Kind::manifest;
}

class Checker {
 public:
  Checker(const Invocation& invocation, Compilation& compilation)
      : invocation_(invocation),
        sources_(compilation.sources),
        diagnostics_(compilation.diagnostics),
        configuration_(read_configuration(invocation.options, diagnostics_)),
        board_(any_board()) {}

  /// False when the board is not valid: every manifest would be in error then.
  bool read_own_board() {
    if (invocation_.board.empty()) {
      return true;
    }
    const auto board = read_board(board_files(invocation_), sources_, diagnostics_);
    if (board) {
      board_ = *board;
    }
    return board.has_value();
  }

  void check(const std::string& path) {
    switch (kind_of(path)) {
      case Kind::unreadable:
        diagnostics_.error({}, fmt::format("{}: cannot read the file; a manifest, a manifest list or a board is "
                                           "expected",
                                           path));
        return;
      case Kind::manifest:
      case Kind::list: {
        System system;
        add(path, system);
        check_system(system);
        return;
      }
      case Kind::board: (void)read_board({.board = path}, sources_, diagnostics_); return;
      case Kind::addition: check_addition(path); return;
    }
  }

  void add(const std::string& path, System& system) {
    kind_of(path) == Kind::list ? add_list(path, system) : add_manifest(path, system);
  }

  void add_manifest(const std::string& path, System& system) {
    ListItem item;
    item.manifest = path;
    item.extensions = every_extension();
    system.is_whole = false;
    system.manifests.push_back(read_manifest(item, configuration_, board_, sources_, diagnostics_));
  }

  void check_system(const System& system) { rules::check_system(system, configuration_, board_, diagnostics_); }

 private:
  void add_list(const std::string& path, System& system) {
    const unsigned errors = diagnostics_.error_count();
    const auto items = read_list_file(path, configuration_.definitions, sources_, diagnostics_);
    system.is_whole = system.is_whole && diagnostics_.error_count() == errors;
    for (const ListItem& item : items) {
      system.manifests.push_back(read_manifest(item, configuration_, board_, sources_, diagnostics_));
      system.is_whole = system.is_whole && system.manifests.back().is_read;
    }
  }

  void check_addition(const std::string& path) {
    if (board_.is_any) {
      diagnostics_.error({},
                         fmt::format("{}: this file adds to a board; that board is expected too, with --board", path));
      return;
    }
    (void)read_board({.board = invocation_.board, .extras = {path}}, sources_, diagnostics_);
  }

  const Invocation& invocation_;
  Sources& sources_;
  Diagnostics& diagnostics_;
  Configuration configuration_;
  Board board_;
};

}  // namespace

void check_files(const std::vector<std::string>& files, const Invocation& invocation, Compilation& compilation) {
  Checker checker(invocation, compilation);
  if (!checker.read_own_board()) {
    return;
  }
  for (const std::string& file : files) {
    checker.check(file);
  }
}

void check_manifest(const std::string& name, const std::string& text, Compilation& compilation) {
  compilation.sources.give(name, text);
  const Invocation none;
  Checker checker(none, compilation);
  System system;
  checker.add_manifest(name, system);
  checker.check_system(system);
}

System read_files(const std::vector<std::string>& files, const Invocation& invocation, Compilation& compilation) {
  Checker checker(invocation, compilation);
  System system;
  if (!checker.read_own_board()) {
    return system;
  }
  for (const std::string& file : files) {
    checker.add(file, system);
  }
  checker.check_system(system);
  return system;
}

}  // namespace postern
