// SPDX-License-Identifier: Apache-2.0

// Compares the logs with the rules. The result is the page of all rules, and a list of faults.
#include <fmt/format.h>

#include <algorithm>

#include "rules_page/rules_page.hpp"

namespace postern::rules_page {
namespace {

struct Evidence {
  std::map<std::string, int> passed;  // by column
  std::vector<std::string> names;
  std::vector<std::string> failed;
};

using EvidenceOf = std::map<std::string, Evidence>;

constexpr std::size_t kMostNames = 3;

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    names.push_back(name);
  }
}

void add(Evidence& evidence, const std::string& column, const Outcome& outcome) {
  if (outcome.passed) {
    evidence.passed[column]++;
    add_once(evidence.names, outcome.name);
  } else {
    add_once(evidence.failed, outcome.name);
  }
}

EvidenceOf gather(const RuleList& list, const std::vector<Log>& logs, std::vector<std::string>& faults) {
  EvidenceOf evidence;
  for (const Rule& rule : list.rules) {
    evidence[rule.id];
  }
  for (const Log& log : logs) {
    for (const Outcome& outcome : log.outcomes) {
      for (const std::string& id : std::set<std::string>(outcome.ids.begin(), outcome.ids.end())) {
        const auto found = evidence.find(id);
        if (found != evidence.end()) {
          add(found->second, log.column, outcome);
        } else if (!list.left_out.contains(id)) {
          add_once(faults, fmt::format("{}: there is no such rule, but `{}` cites it", id, outcome.name));
        }
      }
    }
  }
  return evidence;
}

// Why the rule is not shown; empty if it is.
std::string fault_of(const Rule& rule, const Evidence& evidence) {
  if (!evidence.failed.empty()) {
    return fmt::format("{}: a test of it failed: {}", rule.id, evidence.failed.front());
  }
  if (evidence.passed.empty() && rule.untestable.empty()) {
    return rule.id + ": no test cites it";
  }
  return "";
}

// Tools first, then the host, then the boards.
std::vector<std::string> columns_of(const std::vector<Log>& logs) {
  const auto rank = [](const std::string& column) {
    return column.rfind("tools", 0) == 0 ? 0 : column.rfind("host", 0) == 0 ? 1 : 2;
  };
  std::vector<std::string> columns;
  for (const Log& log : logs) {
    add_once(columns, log.column);
  }
  std::sort(columns.begin(), columns.end(), [&](const std::string& left, const std::string& right) {
    return std::pair(rank(left), left) < std::pair(rank(right), right);
  });
  return columns;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char character : text) {
    if (character == '|') {
      result += '\\';
    }
    result += character;
  }
  return result;
}

std::string where(const Rule& rule, const Evidence& evidence) {
  if (!evidence.failed.empty()) {
    return fmt::format("**failed**: `{}`", evidence.failed.front());
  }
  if (evidence.passed.empty()) {
    return rule.untestable.empty() ? "**none**" : rule.untestable;
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(evidence.names.size(), kMostNames); i++) {
    text += fmt::format("{}`{}`", i == 0 ? "" : ", ", evidence.names[i]);
  }
  return text + (evidence.names.size() > kMostNames ? " ..." : "");
}

std::string row(const Rule& rule, const Evidence& evidence, const std::vector<std::string>& columns) {
  std::string text = fmt::format("| {} | {} | {} |", rule.id, escaped(rule.text), rule.source);
  for (const std::string& column : columns) {
    const auto count = evidence.passed.find(column);
    text += count == evidence.passed.end() ? " |" : fmt::format(" {} |", count->second);
  }
  return fmt::format("{} {} |\n", text, escaped(where(rule, evidence)));
}

std::string table_head(const std::vector<std::string>& columns) {
  std::string names = "| Rule | It says | From |";
  std::string line = "|---|---|---|";
  for (const std::string& column : columns) {
    names += fmt::format(" {} |", column);
    line += "---|";
  }
  return fmt::format("\n{} Tests |\n{}---|\n", names, line);
}

std::string heading(const RuleList& list, const std::string& area) {
  const auto title = list.areas.find(area);
  return fmt::format("\n## {}{}\n", area, title == list.areas.end() ? "" : ": " + title->second);
}

std::string tables(const RuleList& list, const EvidenceOf& evidence, const std::vector<std::string>& columns) {
  std::string text;
  std::string area;
  for (const Rule& rule : list.rules) {
    const std::string now = rule.id.substr(0, rule.id.find('-'));
    if (now != area) {
      text += heading(list, now) + table_head(columns);
    }
    area = now;
    text += row(rule, evidence.at(rule.id), columns);
  }
  return text;
}

constexpr const char* kHead =
    "# Rules and their tests\n\n"
    "Every rule that the system keeps, and the tests that show it. `./run rules` makes this page from\n"
    "[test/rules.yaml](../test/rules.yaml) and from the logs of the last `./run test`, whose tests cite the rules; do "
    "not\n"
    "edit it. A number is that of the cases that passed in a configuration, and at most three tests are named.\n\n"
    "{} rules: {} with tests, {} not testable, {} without a test.\n";

}  // namespace

Verdict judge(const RuleList& list, const std::vector<Log>& logs) {
  Verdict verdict;
  std::vector<std::string> citations;
  const EvidenceOf evidence = gather(list, logs, citations);
  std::size_t tested = 0;
  for (const Rule& rule : list.rules) {
    const Evidence& own = evidence.at(rule.id);
    const std::string fault = fault_of(rule, own);
    (fault.empty() ? verdict.good : verdict.faults).push_back(fault.empty() ? rule.id : fault);
    tested += fault.empty() && !own.passed.empty() ? 1 : 0;
  }
  verdict.page = fmt::format(kHead, list.rules.size(), tested, verdict.good.size() - tested, verdict.faults.size()) +
                 tables(list, evidence, columns_of(logs));
  verdict.faults.insert(verdict.faults.end(), citations.begin(), citations.end());
  return verdict;
}

}  // namespace postern::rules_page
