// The command `postern_bench`: what ./run bench and ./run sizes do on the host.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>

#include "measure.hpp"
#include "sizes.hpp"

namespace {

using namespace postern::bench;

struct Invocation {
  std::vector<std::string> runs;
  std::string output;
  std::string profiles;
};

std::vector<Run> runs_of(const Invocation& invocation) {
  std::vector<Run> runs;
  for (const std::string& text : invocation.runs) {
    runs.push_back(parse_run(text));
  }
  return runs;
}

void write_measured(const Invocation& invocation) {
  const std::vector<Run> runs = runs_of(invocation);
  const Measured measured = measure(runs);
  write_text(invocation.output, to_json(measured.figures));
  for (const auto& [configuration, profile] : measured.profiles) {
    write_text(fmt::format("{}/{}.txt", invocation.profiles, configuration), to_text(profile));
  }
}

void write_sizes(const Invocation& invocation) {
  const std::vector<Run> runs = runs_of(invocation);
  const Figures figures = sizes(runs);
  write_text(invocation.output, to_json(figures));
  fmt::print("{}", size_table(figures, runs));
}

int parse_and_run(int count, char** arguments) {
  CLI::App app("Figures of cost and size");
  Invocation invocation;
  app.require_subcommand(1);
  auto* plugin = app.add_subcommand("plugin", "The arguments of the counting plugin for an image");
  plugin->add_option("run", invocation.runs)->required();
  auto* measured = app.add_subcommand("measure", "Figures from what the plugin wrote");
  measured->add_option("runs", invocation.runs, "CONFIGURATION[:SUFFIX]=DIRECTORY/IMAGE")->required();
  measured->add_option("--output", invocation.output)->required();
  measured->add_option("--profiles", invocation.profiles, "A directory")->required();
  auto* sized = app.add_subcommand("sizes", "Bytes of the secure image, by part");
  sized->add_option("runs", invocation.runs)->required();
  sized->add_option("--output", invocation.output)->required();
  CLI11_PARSE(app, count, arguments);
  if (plugin->parsed()) {
    fmt::print("{}\n", plugin_arguments(parse_run(invocation.runs.front())));
  } else if (sized->parsed()) {
    write_sizes(invocation);
  } else {
    write_measured(invocation);
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return parse_and_run(count, arguments);
  } catch (const std::exception& error) {
    fmt::print(stderr, "postern_bench: {}\n", error.what());
    return 2;
  }
}
