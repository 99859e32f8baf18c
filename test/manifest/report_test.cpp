// SPDX-License-Identifier: Apache-2.0

// Diagnostics as JSON and as SARIF, and the explanations of `postern explain` for the rules that they name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "../support/process.hpp"
#include "explain/explain.hpp"
#include "fixture.hpp"
#include "report/report.hpp"

namespace postern::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

Outcome postern(const Workspace& workspace, const std::string& arguments) {
  return run("cd " + workspace.path("") + " && " + std::string(POSTERN_EXECUTABLE) + " " + arguments);
}

TEST(report, a_fault_as_json_has_rule_place_and_notes) {
  Workspace workspace;
  workspace.replace("old.json", "0x00000300", "0x00000200");
  const Outcome result = postern(workspace, "check --format=json list.yaml");
  EXPECT_EQ(result.status, 1);
  const json report = json::parse(result.text);
  EXPECT_EQ(report["errors"], 1);
  const json& fault = report["diagnostics"].at(0);
  EXPECT_EQ(fault["severity"], "error");
  EXPECT_EQ(fault["rule"], "SVC-10");
  EXPECT_EQ(fault["file"], "old.json");
  EXPECT_EQ(fault["line"], 11);
  EXPECT_EQ(fault["column"], 11);
  EXPECT_EQ(fault["length"], 12);
  EXPECT_EQ(fault["notes"].at(0)["file"], "beta.yaml");
}

TEST(report, no_fault_is_an_empty_report) {
  Workspace workspace;
  const Outcome as_json = postern(workspace, "check --format=json alpha.yaml");
  EXPECT_EQ(as_json.status, 0);
  EXPECT_EQ(json::parse(as_json.text)["diagnostics"], json::array());
  const json sarif = json::parse(postern(workspace, "check --format=sarif alpha.yaml").text);
  EXPECT_EQ(sarif["runs"].at(0)["results"], json::array());
  EXPECT_EQ(postern(workspace, "check --format=xml alpha.yaml").status, 2);
}

TEST(report, sarif_has_the_columns_and_the_rules_that_it_defines) {
  Workspace workspace;
  workspace.write("alpha \u00e4.json", "{\"description\": \"\u00c4\u00d6\u00dc\", \"nmae\": 1}");
  workspace.replace("old.json", "0x00000300", "0x00000200");
  const Outcome result = postern(workspace, "check --format=sarif 'alpha \u00e4.json' list.yaml");
  EXPECT_EQ(result.status, 1);
  const json report = json::parse(result.text);
  EXPECT_EQ(report["version"], "2.1.0");
  const json& run = report["runs"].at(0);
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  const json& first = run["results"].at(0);
  const json& place = first["locations"].at(0)["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "alpha%20%C3%A4.json");
  EXPECT_EQ(place["region"], (json{{"startLine", 1}, {"startColumn", 24}, {"endColumn", 30}}));
  EXPECT_EQ(first["ruleId"], "key");
  for (const json& one : run["results"]) {
    EXPECT_EQ(run["tool"]["driver"]["rules"].at(one["ruleIndex"].get<std::size_t>())["id"], one["ruleId"]);
    EXPECT_TRUE(one["level"] == "error" || one["level"] == "warning" || one["level"] == "note");
  }
  const json& last = run["results"].back();
  EXPECT_EQ(last["ruleId"], "SVC-10");
  EXPECT_EQ(last["relatedLocations"].at(0)["physicalLocation"]["artifactLocation"]["uri"], "beta.yaml");
}

TEST(report, a_file_name_of_any_bytes_is_reported_in_ascii) {
  Workspace workspace;
  const std::string name = "x\xff\x1b[31m";
  workspace.write(name, "name: 1\n");
  for (const std::string format : {"json", "sarif"}) {
    const Outcome result = postern(workspace, "check --format=" + format + " '" + name + "'");
    EXPECT_EQ(result.status, 1);
    EXPECT_FALSE(json::parse(result.text).empty());
    EXPECT_EQ(result.text.find('\x1b'), std::string::npos);
  }
}

TEST(report, the_text_form_names_the_rule) {
  Workspace workspace;
  workspace.replace("alpha.yaml", "PSA-ROT", "PSA");
  EXPECT_THAT(postern(workspace, "check alpha.yaml").text,
              HasSubstr("valid: `PSA-ROT` and `APPLICATION-ROT` [MAN-3]\n"));
}

// The rules are read from the sources, so that a new rule without an explanation fails.
TEST(explain, every_rule_that_a_diagnostic_names_says_how_a_fault_is_put_right) {
  std::set<std::string> ids{"options"};
  const std::regex about("About \\w+\\([\\w.]+, \"([^\"]+)\"\\)|Unique<[^>]+> \\w+\\(\"([^\"]+)\"");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(POSTERN_ROOT) + "/tool")) {
    if (entry.path().extension() != ".cpp")
      continue;
    std::ifstream stream(entry.path());
    const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator it(text.begin(), text.end(), about), end; it != end; ++it)
      ids.insert((*it)[1].matched ? (*it)[1].str() : (*it)[2].str());
  }
  EXPECT_GE(ids.size(), 35U);
  for (const std::string& id : ids) {
    const auto rule = rule_text(id);
    ASSERT_TRUE(rule) << id;
    EXPECT_FALSE(rule->text.empty() || rule->putting.empty() || rule->source.empty()) << id;
  }
}

TEST(explain, the_command_prints_a_rule) {
  Workspace workspace;
  const Outcome result = postern(workspace, "explain MAN-3");
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.text,
            "MAN-3 (FF-M 1.0)\n\n  Its type is one of two.\n\nTo put it right: Write `type: PSA-ROT` or "
            "`type: APPLICATION-ROT`.\n");
  EXPECT_THAT(postern(workspace, "explain").text, HasSubstr("\nSVC-10     No two services have one number"));
}

TEST(explain, an_unknown_rule_is_a_wrong_command_line) {
  Workspace workspace;
  const Outcome result = postern(workspace, "explain MAN-333");
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.text, HasSubstr("no rule is called `MAN-333`"));
}

}  // namespace
}  // namespace postern::testing
