// SPDX-License-Identifier: Apache-2.0

// What the rules say that diagnostics name, and how a fault is put right: `postern explain`, and the descriptions in a
// SARIF report.
//
// A rule of FF-M has its text from test/rules.yaml, the one place of all rules. The rules of the tool itself are here.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

struct RuleText {
  std::string id;
  std::string text;
  std::string source;   // the document that the rule comes from
  std::string putting;  // how a fault is put right; empty for a rule that no diagnostic names
};

[[nodiscard]] std::optional<RuleText> rule_text(std::string_view id);
/// Every id, those of the tool first.
[[nodiscard]] std::vector<std::string> explained_ids();

}  // namespace postern
