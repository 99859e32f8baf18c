// SPDX-License-Identifier: Apache-2.0

// Long runs of the random cases: `postern_fuzz --seconds 600`, called by `./run fuzz`. After a failure or a crash, the
// last number in FOLDER/case is that of the case, and its files are in FOLDER.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "fuzz/fuzz.hpp"
#include "fuzz/grammar.hpp"
#include "fuzz/object.hpp"

namespace {

struct Run {
  std::uint64_t first = 0;
  unsigned seconds = 60;
  unsigned megabytes = 512;  // 0: no limit, which sanitizers need
  std::string folder = "fuzz";
  std::string object;  // a file; empty: faults in texts
  std::string root;    // the tree; empty: no systems of the grammar
  unsigned each = 1;   // of the systems that are accepted, each one of so many is compiled
};

int run_grammar(const Run& run) {
  std::filesystem::create_directories(run.folder);
  const postern::fuzz::GeneratedCode code(run.root, run.folder);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(run.seconds);
  std::uint64_t number = run.first;
  unsigned accepted = 0;
  unsigned compiled = 0;
  for (; std::chrono::steady_clock::now() < end; ++number) {
    const bool is_compiled = accepted % run.each == 0;
    const auto answer = code.of(postern::fuzz::random_system(number), is_compiled);
    if (!answer.problem.empty()) {
      fmt::print("system {}, in {}: {}\n", number, run.folder, answer.problem);
      return 1;
    }
    accepted += answer.is_accepted ? 1 : 0;
    compiled += answer.is_accepted && is_compiled ? 1 : 0;
  }
  fmt::print("{} systems, {} accepted, {} compiled, nothing found\n", number - run.first, accepted, compiled);
  return accepted == 0 ? 1 : 0;
}

// One case of an object; every case of a seed is the same.
int run_object(const Run& run, const std::string& object, std::uint64_t number) {
  const std::filesystem::path path = std::filesystem::path(run.folder) / "object";
  const std::string problem = postern::fuzz::answer_to_object(postern::fuzz::broken_object(object, number), path);
  if (!problem.empty()) {
    fmt::print("case {}: {}\n", number, problem);
  }
  return problem.empty() ? 0 : 1;
}

int run(const Run& run) {
  constexpr unsigned kPatience = 20;  // seconds for one case: then the signal ends the program
  std::filesystem::create_directories(run.folder);
  if (run.megabytes != 0) {
    const rlimit limit{rlim_t{run.megabytes} << 20U, rlim_t{run.megabytes} << 20U};
    (void)setrlimit(RLIMIT_AS, &limit);
  }
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(run.seconds);
  std::uint64_t number = run.first;
  std::string object;
  if (!run.object.empty()) {
    std::ifstream stream(run.object, std::ios::binary);
    object.assign(std::istreambuf_iterator<char>(stream), {});
    if (object.empty()) {
      fmt::print("cannot read {}\n", run.object);
      return 1;
    }
  }
  for (; std::chrono::steady_clock::now() < end; ++number) {
    if (!object.empty()) {
      std::ofstream(std::filesystem::path(run.folder) / "case") << number << '\n';
      alarm(kPatience);
      const int status = run_object(run, object, number);
      alarm(0);
      if (status != 0) {
        return status;
      }
      continue;
    }
    const postern::fuzz::Case wrong(number, run.folder);
    std::ofstream(std::filesystem::path(run.folder) / "case") << number << '\n';
    alarm(kPatience);
    const std::string problem = wrong.run();
    alarm(0);
    if (!problem.empty()) {
      fmt::print("case {}: {}\n{}", number, problem, wrong.described());
      return 1;
    }
  }
  fmt::print("{} cases, nothing found\n", number - run.first);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    CLI::App app("Random faults in manifests, lists and boards");
    Run what;
    app.add_option("--first", what.first, "The number of the first case")->capture_default_str();
    app.add_option("--seconds", what.seconds, "How long to run")->capture_default_str();
    app.add_option("--megabytes", what.megabytes, "The limit of the address space; 0: no limit")->capture_default_str();
    app.add_option("--folder", what.folder, "Where to write the files of a case")->capture_default_str();
    app.add_option("--object", what.object, "An object file or image: faults in it, in place of texts");
    app.add_option("--grammar", what.root, "Random systems, and what is generated is compiled with this tree");
    app.add_option("--each", what.each, "Compile one of so many systems")->check(CLI::PositiveNumber);
    CLI11_PARSE(app, count, arguments);
    return what.root.empty() ? run(what) : run_grammar(what);
  } catch (const std::exception& problem) {
    std::fputs(problem.what(), stderr);
    return 1;
  }
}
