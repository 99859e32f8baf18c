// The command `postern`: checks manifests, and generates what the build makes of them. It exits with 0, or with 1 after
// errors in manifests or options.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "compile.hpp"

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

int parse_and_run(int count, char** arguments) {
  CLI::App app("The manifest compiler of the Postern Secure Partition Manager");
  app.require_subcommand(1);
  postern::Invocation invocation;
  CLI::App* check = app.add_subcommand("check", "Report what is wrong with the manifests");
  CLI::App* generate = app.add_subcommand("generate", "Check, then write headers, tables and linker scripts");
  add_options(*check, invocation);
  add_options(*generate, invocation);
  generate->add_option("--output", invocation.output, "The directory to write to")->required();
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 1;
  }
  return run(invocation);
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
