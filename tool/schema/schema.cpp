// SPDX-License-Identifier: Apache-2.0

#include "schema/schema.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "model/board.hpp"
#include "read/board_reader.hpp"
#include "read/list_reader.hpp"
#include "read/manifest_reader.hpp"
#include "read/probe.hpp"

namespace postern {

namespace {

using Json = nlohmann::ordered_json;
using Describe = std::function<void(const Value&)>;

/// A kind of document. Its shape depends on the value of one key: it has a schema for each of these words.
struct Family {
  const char* title;
  Describe describe;
  const char* key;
  Words words;
};

void add_keys(const Probe& probe, std::set<std::string>& keys) {
  for (const Probe::Member& member : probe.members()) {
    keys.insert(member.key);
    add_keys(*member.probe, keys);
  }
  for (const Probe* part : {probe.item(), probe.any_member()}) {
    if (part != nullptr) {
      add_keys(*part, keys);
    }
  }
}

/// Every answer once with all keys, and once without each of them.
void ask(const Describe& describe, Answers& answers, const Probe& probe) {
  constexpr std::size_t kMostWords = 4;
  std::set<std::string> keys;
  for (std::size_t before = 0; keys.empty() || keys.size() != before;) {
    before = keys.size();
    std::set<std::string> absent = keys;
    absent.insert("");
    for (const auto& [key, word] : answers.fixed) {
      absent.erase(key);
    }
    for (const std::string& key : absent) {
      answers.absent = key;
      for (answers.word = 0; answers.word < kMostWords; ++answers.word) {
        describe(probe.value());
      }
    }
    add_keys(probe, keys);
  }
}

Json text_like(const char* pattern) { return {{"type", "string"}, {"pattern", pattern}}; }

Json plain(const Words& words) {
  Json values = Json::array();
  for (const std::string& word : words) {
    const Json value = Json::parse(word);
    if (std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(value);
    }
  }
  return {{"enum", values}};
}

void add_alternatives(const Shape& shape, Json& alternatives) {
  switch (shape.kind) {
    case Shape::Kind::scalar: alternatives.push_back({{"type", {"string", "number", "boolean"}}}); return;
    case Shape::Kind::text: alternatives.push_back({{"type", "string"}, {"minLength", 1}}); return;
    case Shape::Kind::any_text: alternatives.push_back({{"type", "string"}}); return;
    case Shape::Kind::label: alternatives.push_back(text_like("^[A-Za-z0-9._/+-]+$")); return;
    case Shape::Kind::identifier: alternatives.push_back(text_like("^[A-Za-z_][A-Za-z0-9_]*$")); return;
    case Shape::Kind::words: alternatives.push_back({{"enum", shape.words}}); return;
    case Shape::Kind::plain_words: alternatives.push_back(plain(shape.words)); return;
    case Shape::Kind::boolean: alternatives.push_back({{"type", "boolean"}}); return;
    case Shape::Kind::number:
      alternatives.push_back({{"type", "integer"}, {"minimum", shape.least}, {"maximum", shape.most}});
      alternatives.push_back(text_like("^(0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)$"));
      return;
  }
}

Json schema_of(const Probe& probe);

Json fields_of(const Probe& probe) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Probe::Member& member : probe.members()) {
    properties[member.key] = schema_of(*member.probe);
    if (probe.is_required(member)) {
      required.push_back(member.key);
    }
  }
  Json object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  if (!required.empty()) {
    object["required"] = required;
  }
  return object;
}

Json schema_of(const Probe& probe) {
  Json alternatives = Json::array();
  for (const Shape& shape : probe.shapes()) {
    add_alternatives(shape, alternatives);
  }
  if (const Probe* item = probe.item()) {
    alternatives.push_back({{"type", "array"}, {"items", schema_of(*item)}});
  }
  if (const Probe* any = probe.any_member()) {
    alternatives.push_back({{"type", "object"},
                            {"propertyNames", text_like("^[A-Za-z_][A-Za-z0-9_]*$")},
                            {"additionalProperties", schema_of(*any)}});
  }
  if (probe.is_map()) {
    alternatives.push_back(fields_of(probe));
  }
  return alternatives.empty()       ? Json::object()  // the reader only knows the key
         : alternatives.size() == 1 ? alternatives.front()
                                    : Json{{"anyOf", alternatives}};
}

Json value_of(const std::string& word) {
  const bool is_number = word.find_first_not_of("0123456789.") == std::string::npos;
  return is_number ? Json::parse(word) : Json(word);
}

Family family_of(FileKind kind) {
  switch (kind) {
    case FileKind::manifest:
      return {"A partition manifest",
              [board = any_board()](const Value& probe) { describe_manifest(probe, board); },
              "psa_framework_version",
              {"1.0", "1.1"}};
    case FileKind::list: return {"A manifest list", describe_list, "", {""}};
    case FileKind::board: return {"A board", describe_board, "architecture", {"armv8m", "host"}};
  }
  return {};
}

}  // namespace

std::string schema_text(FileKind kind) {
  const Family family = family_of(kind);
  const std::string key = family.key;
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", family.title}};
  for (const std::string& word : family.words) {
    Answers answers;
    if (!key.empty()) {
      answers.fixed[key] = word;
    }
    const Probe probe(answers);
    ask(family.describe, answers, probe);
    if (key.empty()) {
      schema.update(schema_of(probe));
      break;
    }
    Json condition{{"properties", {{key, {{"enum", Json::array({value_of(word)})}}}}}, {"required", {key}}};
    schema["allOf"].push_back({{"if", std::move(condition)}, {"then", schema_of(probe)}});
    schema["type"] = "object";
    schema["required"] = {key};
    for (const Probe::Member& member : probe.members()) {
      if (member.key == key) {
        schema["properties"][key] = schema_of(*member.probe);
      }
    }
  }
  return schema.dump(2) + "\n";
}

}  // namespace postern
