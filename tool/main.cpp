// The command `postern`: checks manifests, generates what the build makes of them, and audits the image that was built.
// It exits with 0, or with 1 after errors in manifests, options or an image.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "audit/addresses.hpp"
#include "audit/image.hpp"
#include "audit/owners.hpp"
#include "audit/report.hpp"
#include "audit/rules.hpp"
#include "compile.hpp"
#include "elf/layout.hpp"
#include "link/place.hpp"

namespace {

// The backends and levels are judged by the tool itself, with the other options, and not by the parser of the line.
void add_options(CLI::App& command, postern::Invocation& invocation) {
  command.add_option("--list", invocation.lists, "A manifest list; may be given several times")->required();
  command.add_option("--board", invocation.board, "The board's board.yaml")->required();
  command
      .add_option("--board-extra", invocation.board_extras,
                  "Devices and interrupt names beside the board's; may be given several times")
      ->allow_extra_args(false);
  command.add_option("--backend", invocation.options.backend, "IPC or SFN")->capture_default_str();
  command.add_option("--level", invocation.options.level, "The isolation level")->capture_default_str();
  command.add_option("--define", invocation.options.defines, "NAME=VALUE, a configuration macro")
      ->allow_extra_args(false);
}

int run(const postern::Invocation& invocation) {
  postern::Compilation compilation = postern::compile(invocation);
  const bool written =
      compilation.diagnostics.has_errors() || postern::write_files(compilation.files, compilation.diagnostics);
  fmt::print(stderr, "{}", compilation.diagnostics.text());
  return written && !compilation.diagnostics.has_errors() ? 0 : 1;
}

postern::audit::BoardFacts read_board_file(const std::string& path) {
  postern::Sources sources;
  const postern::SourceFile* file = sources.open(path);
  if (file == nullptr) {
    throw postern::audit::Unreadable(fmt::format("--board {}: cannot read the file", path));
  }
  return postern::audit::read_board_facts(path, file->text());
}

/// From the linked image alone: what a manifest wanted is not evidence of what was built.
int audit(const std::string& path, const std::string& board, bool as_json) {
  try {
    postern::audit::Image image = postern::audit::read_image(path);
    if (!board.empty()) {
      image.board = read_board_file(board);
    }
    std::vector<std::string> violations = postern::audit::violations(image);
    for (std::string& violation : postern::audit::owner_violations(image, postern::audit::read_layout(path))) {
      violations.push_back(std::move(violation));
    }
    fmt::print("{}", as_json ? postern::audit::json_report(image, violations) : postern::audit::text_report(image));
    for (const std::string& violation : violations) {
      fmt::print(stderr, "{}: violation: {}\n", path, violation);
    }
    return violations.empty() ? 0 : 1;
  } catch (const postern::audit::Unreadable& problem) {
    fmt::print(stderr, "{}: error: {}\n", path, problem.what());
  }
  return 1;
}

void add_place_options(CLI::App& command, postern::sections::Collected& collected) {
  command.add_option("object", collected.object, "The object that the linker collected; it is changed")->required();
  command.add_option("--map", collected.map, "The map of that link")->required();
  command.add_option("--owner", collected.owner, "Whose it is, for messages")->required();
  command.add_option("--prefix", collected.prefix, "Of the new names: .partition.NAME")->required();
  command.add_flag_callback(
      "--host", [&collected] { collected.machine = postern::sections::Machine::host; }, "It is a program of the host");
}

int place_sections(const postern::sections::Collected& collected) {
  const std::vector<std::string> errors = postern::sections::place(collected);
  for (const std::string& error : errors) {
    fmt::print(stderr, "{}\n", error);
  }
  return errors.empty() ? 0 : 1;
}

int parse_and_run(int count, char** arguments) {
  CLI::App app("The manifest compiler of the Postern Secure Partition Manager");
  app.require_subcommand(1);
  postern::Invocation invocation;
  CLI::App* check = app.add_subcommand("check", "Report what is wrong with the manifests");
  CLI::App* generate = app.add_subcommand("generate", "Check, then write headers, tables and linker scripts");
  add_options(*check, invocation);
  add_options(*generate, invocation);
  generate->add_option("--output", invocation.output, "The directory to write to")->required();
  std::string image;
  bool as_json = false;
  std::string audited_board;
  CLI::App* audit_command =
      app.add_subcommand("audit", "Who can reach what in a secure image, and whether its level holds");
  audit_command->add_option("image", image, "The secure ELF file")->required();
  audit_command->add_option("--board", audited_board, "A board.yaml in place of the one that the image carries");
  audit_command->add_flag("--json", as_json, "The report as JSON");
  postern::sections::Collected collected;
  CLI::App* place_command = app.add_subcommand("place", "Name each section of a partition by the memory it belongs to");
  add_place_options(*place_command, collected);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 1;
  }
  if (place_command->parsed()) {
    return place_sections(collected);
  }
  return audit_command->parsed() ? audit(image, audited_board, as_json) : run(invocation);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return parse_and_run(count, arguments);
  } catch (const std::exception& problem) {
    std::fputs("postern: error: ", stderr);
    std::fputs(problem.what(), stderr);
    std::fputs("\n", stderr);
  }
  return 1;
}
