// SPDX-License-Identifier: Apache-2.0

// The command `rules_page`, called by `./run rules` and `./run test`: prints `ok ID` for each rule that a test shows,
// else `FAILED ID: why`; writes the page of all rules or compares it. Exits with 1 after any FAILED.
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>

#include "rules_page/rules_page.hpp"

namespace {

struct Invocation {
  std::string rules;
  std::string logs;
  std::string page;
  bool check = false;
};

bool is_written(const std::string& path, const std::string& text) {
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  return stream.flush().good();
}

bool is_same(const std::string& path, const std::string& text) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream there;
  there << stream.rdbuf();
  return stream && there.str() == text;
}

void treat_page(const Invocation& invocation, postern::rules_page::Verdict& verdict) {
  if (invocation.check) {
    if (!is_same(invocation.page, verdict.page)) {
      verdict.faults.push_back(invocation.page + " does not match the logs; `./run rules` writes it");
    }
  } else if (!invocation.page.empty() && !is_written(invocation.page, verdict.page)) {
    verdict.faults.push_back("cannot write " + invocation.page);
  }
}

int run(const Invocation& invocation) {
  using namespace postern::rules_page;
  Verdict verdict = judge(read_rules(invocation.rules), read_logs(invocation.logs));
  treat_page(invocation, verdict);
  for (const std::string& id : verdict.good) {
    fmt::print("ok {}\n", id);
  }
  for (const std::string& fault : verdict.faults) {
    fmt::print("FAILED {}\n", fault);
  }
  return verdict.faults.empty() ? 0 : 1;
}

int parse_and_run(int count, char** arguments) {
  CLI::App app("Which test shows which rule");
  Invocation invocation;
  app.add_option("--rules", invocation.rules, "The list of rules")->required();
  app.add_option("--logs", invocation.logs, "The directory of the logs")->required();
  auto* page = app.add_option("--output", invocation.page, "The page to write, or with --check to compare");
  app.add_flag("--check", invocation.check, "Write nothing; a page that differs is a fault")->needs(page);
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
    std::fputs("FAILED ", stdout);
    std::fputs(problem.what(), stdout);
    std::fputs("\n", stdout);
  }
  return 1;
}
