// SPDX-License-Identifier: Apache-2.0

// Which test shows which rule. The rules are a list with ids (test/rules.yaml), tests print the ids that they cite, and
// the logs of `./run test` are the only evidence: a rule is shown by a test that ran and passed, and by nothing
// else.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace postern::rules_page {

struct Rule {
  std::string id;
  std::string text;
  std::string source;
  std::string untestable;  // why no test can show it; empty if one can
};

struct RuleList {
  std::vector<Rule> rules;                   // in the order of the file
  std::map<std::string, std::string> areas;  // CALL -> psa_call
  std::set<std::string> left_out;
};

// One test in a log, with the ids that it cites.
struct Outcome {
  std::string name;
  std::vector<std::string> ids;
  bool passed = false;
};

// build/log/arm-mps2-an521-ipc-l1-scenario.log is the log of the column "an521 IPC".
struct Log {
  std::string column;
  std::vector<Outcome> outcomes;
};

struct Verdict {
  std::string page;                 // doc/rules.md
  std::vector<std::string> good;    // ids with a test, or with the reason why no test can exist
  std::vector<std::string> faults;  // sentences, each about a rule or a citation
};

// These throw std::runtime_error with a sentence.
RuleList parse_rules(const std::string& text);
RuleList read_rules(const std::string& path);
std::vector<Log> read_logs(const std::string& directory);

std::vector<Outcome> parse_log(const std::string& text);
std::string column_of(const std::string& file_name);
Verdict judge(const RuleList& list, const std::vector<Log>& logs);

}  // namespace postern::rules_page
