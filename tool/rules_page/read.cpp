// SPDX-License-Identifier: Apache-2.0

// Reads the rules and the logs.
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "rules_page/rules_page.hpp"

namespace postern::rules_page {
namespace {

std::string contents(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    throw std::runtime_error("cannot read " + path);
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string value(const YAML::Node& node, const char* key) { return node[key] ? node[key].as<std::string>() : ""; }

Rule rule_of(const YAML::Node& node) {
  static const std::set<std::string> sources = {"FF-M 1.0", "FF-M 1.1", "TF-M", "Postern"};
  static const std::regex shape("[A-Z]+-[0-9]+[ab]?");
  Rule rule{value(node, "id"), value(node, "text"), value(node, "source"), value(node, "untestable")};
  if (!std::regex_match(rule.id, shape)) {
    throw std::runtime_error("`" + rule.id + "` is not the id of a rule");
  }
  if (rule.text.empty() || !sources.contains(rule.source)) {
    throw std::runtime_error(rule.id + " needs a text, and a source that is one of four");
  }
  return rule;
}

// The ids in a line that spells them in full: CALL-3, but not the end of an505-IPC-1.
std::vector<std::string> ids_in_line(const std::string& line) {
  static const std::regex id("(?:^|[^-\\w])([A-Z]+-[0-9]+[ab]?)\\b");
  std::vector<std::string> ids;
  for (std::sregex_iterator match(line.begin(), line.end(), id); match != std::sregex_iterator(); ++match) {
    ids.push_back((*match)[1].str());
  }
  return ids;
}

// GoogleTest allows no minus in a name: suite.sentence_CALL_3_CALL_4, or type/suite.test/sentence_CALL_3.
Outcome outcome_of_google(const std::string& full, bool passed) {
  static const std::regex shape("(.*?)((?:_[A-Z]+_[0-9]+[ab]?)*)(?:/[0-9]+)?");
  static const std::regex id("_([A-Z]+)_([0-9]+[ab]?)");
  const std::string name = full.substr(0, full.find_first_of(" ,"));
  Outcome outcome{name, {}, passed};
  std::smatch match;
  if (!std::regex_match(name, match, shape)) {
    return outcome;
  }
  outcome.name = match[1].str();
  const std::string cited = match[2].str();
  for (std::sregex_iterator one(cited.begin(), cited.end(), id); one != std::sregex_iterator(); ++one) {
    outcome.ids.push_back((*one)[1].str() + "-" + (*one)[2].str());
  }
  outcome.name = outcome.name.substr(outcome.name.find_last_of("./") + 1);
  return outcome;
}

// ok 12 name [CALL-3 CALL-4], ok 12 name [PARTITION CALL-3], ok name (CALL-3); and FAILED instead of ok.
Outcome outcome_of_line(const std::string& rest, const std::string& line, bool passed) {
  static const std::regex shape(R"((?:[0-9]+ )?(.*?)(?: [\[(][^\])]*[\])])?(?::.*)?)");
  std::smatch match;
  return {std::regex_match(rest, match, shape) ? match[1].str() : rest, ids_in_line(line), passed};
}

bool starts_with(const std::string& line, const std::string& with) { return line.rfind(with, 0) == 0; }

}  // namespace

RuleList parse_rules(const std::string& text) {
  const YAML::Node root = YAML::Load(text);
  RuleList list;
  std::set<std::string> seen;
  for (const YAML::Node& id : root["left_out"]) {
    list.left_out.insert(id.as<std::string>());
  }
  for (const auto& area : root["areas"]) {
    list.areas[area.first.as<std::string>()] = area.second.as<std::string>();
  }
  for (const YAML::Node& node : root["rules"]) {
    list.rules.push_back(rule_of(node));
    if (!seen.insert(list.rules.back().id).second) {
      throw std::runtime_error(list.rules.back().id + " is listed twice");
    }
  }
  return list;
}

RuleList read_rules(const std::string& path) { return parse_rules(contents(path)); }

std::vector<Outcome> parse_log(const std::string& text) {
  static const std::string google_ok = "[       OK ] ";
  static const std::string google_failed = "[  FAILED  ] ";
  std::vector<Outcome> outcomes;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    line.erase(std::remove(line.begin(), line.end(), '\r'), line.end());
    if (starts_with(line, google_ok)) {
      outcomes.push_back(outcome_of_google(line.substr(google_ok.size()), true));
    } else if (starts_with(line, google_failed)) {
      outcomes.push_back(outcome_of_google(line.substr(google_failed.size()), false));
    } else if (starts_with(line, "ok ")) {
      outcomes.push_back(outcome_of_line(line.substr(3), line, true));
    } else if (starts_with(line, "FAILED ")) {
      outcomes.push_back(outcome_of_line(line.substr(7), line, false));
    }
  }
  return outcomes;
}

std::string column_of(const std::string& file_name) {
  static const std::regex image("(?:.*-)?([a-z0-9]+)-(ipc|sfn)-l([0-9])-.*");
  std::smatch match;
  if (!std::regex_match(file_name, match, image)) {
    return "tools, units";
  }
  return match[1].str() + (match[2] == "ipc" ? " IPC" : " SFN") + (match[3] == "1" ? "" : " " + match[3].str());
}

std::vector<Log> read_logs(const std::string& directory) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".log") {
      paths.push_back(entry.path());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Log> logs;
  for (const std::filesystem::path& path : paths) {
    Log log{column_of(path.stem().string()), parse_log(contents(path.string()))};
    if (!log.outcomes.empty()) {
      logs.push_back(std::move(log));
    }
  }
  return logs;
}

}  // namespace postern::rules_page
