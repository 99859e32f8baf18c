// SPDX-License-Identifier: Apache-2.0

#include "report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "explain/explain.hpp"

namespace postern {

namespace {

using Json = nlohmann::ordered_json;

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  return "";
}

// ASCII alone, and a byte that is not UTF-8 as U+FFFD: names of files can hold any byte.
std::string dumped(const Json& json) { return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n"; }

Json position_of(const Diagnostic& diagnostic) {
  Json out{{"message", diagnostic.message}};
  const Position& at = diagnostic.at;
  if (at.file != nullptr) {
    out["file"] = at.file->name();
  }
  if (at.file != nullptr && at.line != 0) {
    out.update({{"line", at.line}, {"column", at.column}, {"length", at.length}});
  }
  return out;
}

std::string uri_of(const std::string& name) {
  const bool is_absolute = std::filesystem::path(name).is_absolute();
  std::string uri = is_absolute ? "file://" : "";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain =
        byte < 0x80 && (std::isalnum(byte) != 0 || std::string_view("/._-~").find(c) != std::string_view::npos);
    uri += is_plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

Json location_of(const Position& at) {
  Json place{{"artifactLocation", {{"uri", uri_of(at.file->name())}}}};
  if (at.line != 0) {
    place["region"] = {{"startLine", at.line}, {"startColumn", at.column}, {"endColumn", at.column + at.length}};
  }
  return {{"physicalLocation", place}};
}

Json result_of(const Diagnostic& diagnostic, std::size_t rule) {
  Json result{{"ruleId", diagnostic.rule},
              {"ruleIndex", rule},
              {"level", level_of(diagnostic.severity)},
              {"message", {{"text", diagnostic.message}}}};
  if (diagnostic.at.file != nullptr) {
    result["locations"] = Json::array({location_of(diagnostic.at)});
  }
  return result;
}

// A note belongs to the result before it; one without a place, or without a result, stands for itself.
bool is_added(const Diagnostic& diagnostic, Json& results) {
  if (diagnostic.severity != Severity::note || diagnostic.at.file == nullptr || results.empty()) {
    return false;
  }
  Json location = location_of(diagnostic.at);
  location["message"] = {{"text", diagnostic.message}};
  results.back()["relatedLocations"].push_back(std::move(location));
  return true;
}

Json rule_of(std::string_view id) {
  Json rule{{"id", id}};
  if (const auto explanation = rule_text(id)) {
    rule["shortDescription"] = {{"text", explanation->text}};
    rule["help"] = {{"text", explanation->putting}};
  }
  return rule;
}

}  // namespace

std::string json_text(const Diagnostics& diagnostics) {
  Json all = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (diagnostic.severity == Severity::note && !all.empty()) {
      all.back()["notes"].push_back(position_of(diagnostic));
      continue;
    }
    Json one{{"severity", level_of(diagnostic.severity)}, {"rule", diagnostic.rule}};
    one.update(position_of(diagnostic));
    all.push_back(std::move(one));
  }
  return dumped({{"errors", diagnostics.error_count()}, {"diagnostics", std::move(all)}});
}

std::string sarif_text(const Diagnostics& diagnostics, const std::string& version) {
  std::vector<std::string_view> ids;
  Json results = Json::array();
  Json rules = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    if (is_added(diagnostic, results)) {
      continue;
    }
    const auto known = std::find(ids.begin(), ids.end(), diagnostic.rule);
    results.push_back(result_of(diagnostic, static_cast<std::size_t>(known - ids.begin())));
    if (known == ids.end()) {
      ids.push_back(diagnostic.rule);
      rules.push_back(rule_of(diagnostic.rule));
    }
  }
  Json driver{{"name", "postern"}, {"version", version}, {"rules", std::move(rules)}};
  Json run{
      {"tool", {{"driver", std::move(driver)}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  return dumped({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({std::move(run)})}});
}

}  // namespace postern
