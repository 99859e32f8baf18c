// SPDX-License-Identifier: Apache-2.0

// The command `postern_bench`: the part of ./run bench and ./run sizes that runs on the host.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <filesystem>

#include "budget.hpp"
#include "measure.hpp"
#include "page.hpp"
#include "services.hpp"
#include "sizes.hpp"
#include "trace.hpp"

namespace {

using namespace postern::bench;

struct Invocation {
  std::vector<std::string> runs;
  std::vector<std::string> figures;
  std::string output;
  std::string profiles;
  std::string budget;
  std::string goals;
  std::string before;
  std::string incumbent;
  std::string figure;
};

std::vector<Run> runs_of(const Invocation& invocation) {
  std::vector<Run> runs;
  for (const std::string& text : invocation.runs) {
    runs.push_back(parse_run(text));
  }
  return runs;
}

Figures figures_of(const std::vector<std::string>& files) {
  Figures all;
  for (const std::string& file : files) {
    const Figures some = read_figures(file);
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Profiles profiles_of(const std::string& directory) {
  Profiles profiles;
  if (!std::filesystem::is_directory(directory)) {
    return profiles;
  }
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".txt") {
      profiles[entry.path().stem().string()] = read_profile(entry.path().string());
    }
  }
  return profiles;
}

void write_profiles(const std::string& directory, const Profiles& profiles) {
  std::filesystem::create_directories(directory);
  for (const auto& [configuration, profile] : profiles) {
    write_text(fmt::format("{}/{}.txt", directory, configuration), to_text(profile));
  }
}

int print_plugin(const Invocation& invocation) {
  const Run run = parse_run(invocation.runs.front());
  fmt::print("{}\n", invocation.figure.empty() ? plugin_arguments(run) : trace_arguments(run, invocation.figure));
  return 0;
}

int print_trace(const Invocation& invocation) {
  fmt::print("{}", trace(runs_of(invocation), invocation.figure));
  return 0;
}

int write_measured(const Invocation& invocation) {
  const Measured measured = measure(runs_of(invocation));
  fmt::print("{}", row_table(measured.rows));
  write_text(invocation.output, to_json(measured.figures));
  write_profiles(invocation.profiles, measured.profiles);
  return 0;
}

int write_sizes(const Invocation& invocation) {
  std::vector<Run> runs;
  std::vector<Run> with_services;
  for (const Run& run : runs_of(invocation)) {
    (run.suffix == ".services" ? with_services : runs).push_back(run);
  }
  const Figures of_services = service_sizes(with_services);
  Measured measured = sizes(runs);
  fmt::print("{}{}", size_table(measured.figures, runs), service_table(of_services));
  measured.figures.insert(measured.figures.end(), of_services.begin(), of_services.end());
  write_text(invocation.output, to_json(measured.figures));
  write_profiles(invocation.profiles, measured.profiles);
  return 0;
}

int print(const std::vector<std::string>& lines) {
  int status = 0;
  for (const std::string& line : lines) {
    fmt::print("{}\n", line);
    status = line.starts_with("FAILED") ? 1 : status;
  }
  return status;
}

int print_verdict(const Invocation& invocation) {
  return print(judge(read_figures(invocation.budget), figures_of(invocation.figures), profiles_of(invocation.before),
                     profiles_of(invocation.profiles)));
}

int print_known(const Invocation& invocation) { return print(judge_known(parse_run(invocation.runs.front()))); }

int update(const Invocation& invocation) {
  const Figures old = std::filesystem::exists(invocation.budget) ? read_figures(invocation.budget) : Figures{};
  const Figures figures = figures_of(invocation.figures);
  write_text(invocation.budget, to_json(lower(old, read_figures(invocation.goals), figures)));
  return 0;
}

int write_page(const Invocation& invocation) {
  const Figures ours = figures_of(invocation.figures);
  const Figures theirs = read_figures(invocation.incumbent);
  const Profiles profiles = profiles_of(invocation.profiles);
  write_text(invocation.output + "/cost.md", cost_page(ours, theirs, read_figures(invocation.goals)));
  write_text(invocation.output + "/cost-partitions.svg", partitions_chart(ours, theirs));
  write_text(invocation.output + "/cost-call.svg", call_chart(profiles));
  return 0;
}

int parse_and_run(int count, char** arguments) {
  CLI::App app("Figures of cost and size");
  Invocation invocation;
  app.require_subcommand(1);
  const auto command = [&](const char* name, const char* what, int (*run)(const Invocation&)) {
    auto* added = app.add_subcommand(name, what);
    added->final_callback([&invocation, run] {
      if (const int status = run(invocation); status != 0) {
        throw CLI::RuntimeError(status);
      }
    });
    return added;
  };
  const auto takes_runs = [&](CLI::App* added) {
    added->add_option("runs", invocation.runs, "CONFIGURATION[:SUFFIX]=DIRECTORY/IMAGE")->required();
    return added;
  };
  const auto takes_budget = [&](CLI::App* added) {
    added->add_option("--budget", invocation.budget)->required();
    added->add_option("--figures", invocation.figures)->required();
    added->add_option("--before", invocation.before, "Profiles of the run before")->required();
    added->add_option("--profiles", invocation.profiles, "Profiles that were measured")->required();
    return added;
  };
  takes_runs(command("plugin", "The arguments of the counting plugin for an image", print_plugin))
      ->add_option("--figure", invocation.figure, "A figure whose instructions are kept");
  takes_runs(command("trace", "The instructions of a figure, one by one", print_trace))
      ->add_option("--figure", invocation.figure, "Its name without the configuration")
      ->required();
  takes_runs(command("known", "Whether the plugin counted what bench/known knows", print_known));
  auto* measured = takes_runs(command("measure", "Figures from what the plugin wrote", write_measured));
  measured->add_option("--output", invocation.output)->required();
  measured->add_option("--profiles", invocation.profiles)->required();
  auto* sized = takes_runs(command("sizes", "Bytes of the secure image, by part", write_sizes));
  sized->add_option("--output", invocation.output)->required();
  sized->add_option("--profiles", invocation.profiles)->required();
  takes_budget(command("judge", "Whether each figure is within its budget", print_verdict));
  auto* updated = takes_budget(command("update", "Lowers the budget to what was measured", update));
  updated->add_option("--goals", invocation.goals, "Where a new budget may start")->required();
  auto* paged = command("page", "Writes cost.md and its charts into a directory", write_page);
  paged->add_option("--figures", invocation.figures)->required();
  paged->add_option("--profiles", invocation.profiles)->required();
  paged->add_option("--incumbent", invocation.incumbent)->required();
  paged->add_option("--goals", invocation.goals)->required();
  paged->add_option("--output", invocation.output)->required();
  CLI11_PARSE(app, count, arguments);
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
