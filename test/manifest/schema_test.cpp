// SPDX-License-Identifier: Apache-2.0

// `postern schema`: a validator that is not ours and the readers agree on every file of the tree, and on files with
// faults of shape. So the schema is neither stricter nor, in what it can express, laxer than the readers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "../support/process.hpp"
#include "fixture.hpp"
#include "read/yaml_reader.hpp"

namespace postern::testing {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

// A value without quotes as YAML 1.2 has it (core schema).
json plain_scalar(const std::string& text) {
  for (const char* word : {"true", "True", "TRUE"})
    if (text == word)
      return true;
  for (const char* word : {"false", "False", "FALSE"})
    if (text == word)
      return false;
  if (text.starts_with("0x") && text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string::npos)
    return std::stoull(text, nullptr, 16);
  const json number = json::parse(text, nullptr, false);
  return number.is_number() ? number : json(text);
}

json json_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: return nullptr;
    case Value::Kind::scalar: return value.quoted ? json(value.text) : plain_scalar(value.text);
    case Value::Kind::list: {
      json list = json::array();
      for (const Value& item : value.items)
        list.push_back(json_of(item));
      return list;
    }
    case Value::Kind::map: {
      json map = json::object();
      for (const Entry& entry : value.entries)
        map[entry.key.text] = json_of(entry.value);
      return map;
    }
  }
  return nullptr;
}

json read_file(const std::string& path) {
  Sources sources;
  Diagnostics ignored;
  const auto document = read_yaml(*sources.open(path), ignored);
  EXPECT_TRUE(document) << path;
  return document ? json_of(*document) : json();
}

class Validator {
 public:
  explicit Validator(const std::string& kind) {
    const json text = json::parse(run(POSTERN_EXECUTABLE " schema " + kind).text);
    EXPECT_EQ(text["$schema"], "https://json-schema.org/draft/2020-12/schema");
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);  // what is used here is the same in both drafts
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema_);
  }

  // What is wrong; empty when nothing.
  std::string operator()(const json& document) {
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), &results))
      return "";
    std::string text;
    valijson::ValidationResults::Error error;
    while (results.popError(error)) {
      for (const std::string& part : error.context)
        text += part;
      text += ": " + error.description + "\n";
    }
    return text + document.dump();
  }

 private:
  valijson::Schema schema_;
};

// By the key that each kind of file has.
std::string kind_of(const json& document) {
  return document.contains("manifest_list")           ? "list"
         : document.contains("psa_framework_version") ? "manifest"
         : document.contains("architecture")          ? "board"
                                                      : "";
}

TEST(schema, every_file_of_the_tree_is_accepted) {
  std::map<std::string, Validator> validators;
  for (const char* kind : {"manifest", "list", "board"})
    validators.emplace(kind, kind);
  std::map<std::string, unsigned> seen;
  const std::string all = run("cd " POSTERN_ROOT " && git ls-files '*.yaml' '*.json'").text;
  std::istringstream lines(all);
  for (std::string file; std::getline(lines, file);) {
    const json document = read_file(std::string(POSTERN_ROOT) + "/" + file);
    const std::string kind = kind_of(document);
    if (kind.empty())
      continue;
    ++seen[kind];
    EXPECT_EQ(validators.at(kind)(document), "") << file;
  }
  EXPECT_GE(seen["manifest"], 12U);
  EXPECT_GE(seen["list"], 4U);
  EXPECT_GE(seen["board"], 6U);
}

struct Misshapen {
  const char* name;
  const char* file;
  const char* from;
  const char* to;
};

void PrintTo(const Misshapen& fault, std::ostream* stream) { *stream << fault.name; }

class SchemaFault : public ::testing::TestWithParam<Misshapen> {};

TEST_P(SchemaFault, is_refused_by_the_schema_and_by_check) {
  const Misshapen& fault = GetParam();
  const std::string file = fault.file;
  Validator validator(file == "list.yaml" ? "list" : file == "board.yaml" ? "board" : "manifest");
  Workspace workspace;
  EXPECT_EQ(validator(read_file(workspace.path(file))), "");
  workspace.replace(file, fault.from, fault.to);
  EXPECT_NE(validator(read_file(workspace.path(file))), "");
  const Compilation compilation = workspace.check();
  EXPECT_TRUE(compilation.diagnostics.has_errors());
  if (compilation.diagnostics.has_errors()) {
    EXPECT_EQ(fs::path(compilation.diagnostics.all().front().at.file->name()).filename(), file);
  }
}

INSTANTIATE_TEST_SUITE_P(
    schema, SchemaFault,
    ::testing::Values(
        Misshapen{"an_unknown_key", "alpha.yaml", "stack_size:", "stak_size:"},
        Misshapen{"a_missing_key", "alpha.yaml", "priority: NORMAL\n", ""},
        Misshapen{"a_word_that_is_not_valid", "alpha.yaml", "PSA-ROT", "PSA"},
        Misshapen{"a_version_in_quotes", "alpha.yaml", "psa_framework_version: 1.1", "psa_framework_version: \"1.1\""},
        Misshapen{"a_version_that_does_not_exist", "alpha.yaml", "psa_framework_version: 1.1",
                  "psa_framework_version: 1.2"},
        Misshapen{"a_name_with_a_dash", "beta.yaml", "name: BETA\n", "name: BE-TA\n"},
        Misshapen{"a_name_that_is_a_number", "beta.yaml", "name: BETA\n", "name: 17\n"},
        Misshapen{"a_list_that_is_a_word", "beta.yaml", "dependencies:\n  - ALPHA_OPEN", "dependencies: ALPHA_OPEN"},
        Misshapen{"a_word_that_is_a_list", "beta.yaml", "priority: LOW", "priority: [LOW]"},
        Misshapen{"a_service_without_sid", "beta.yaml", "    sid: \"0x00000200\"\n", ""},
        Misshapen{"a_sid_of_33_bits", "beta.yaml", "\"0x00000200\"", "0x100000000"},
        Misshapen{"a_sid_that_is_no_number", "beta.yaml", "\"0x00000200\"", "\"200 or so\""},
        Misshapen{"a_boolean_in_quotes", "beta.yaml", "non_secure_clients: true", "non_secure_clients: \"true\""},
        Misshapen{"a_handle_beyond_32", "alpha.yaml", "stateless_handle: 5", "stateless_handle: 33"},
        Misshapen{"a_handle_of_another_word", "alpha.yaml", "stateless_handle: 5", "stateless_handle: any"},
        Misshapen{"a_signal_in_version_1_1", "alpha.yaml", "    name: TICK", "    signal: TICK"},
        Misshapen{"a_handling_in_version_1_0", "old.json", "\"signal\": \"OLD_IRQ\"",
                  "\"signal\": \"OLD_IRQ\", \"handling\": \"SLIH\""},
        Misshapen{"a_region_without_permission", "alpha.yaml", "    size: 0x40\n    permission: READ-ONLY\n",
                  "    size: 0x40\n"},
        Misshapen{"a_list_without_manifests", "list.yaml", "manifest_list:\n  - description: An IPC",
                  "manifests:\n  - description: An IPC"},
        Misshapen{"an_item_without_description", "list.yaml",
                  "  - description: An SFN partition\n    manifest:", "  - manifest:"},
        Misshapen{"an_item_with_an_unknown_key", "list.yaml", "    pid: 301", "    pad: 301"},
        Misshapen{"a_pid_below_0", "list.yaml", "    pid: 301", "    pid: -1"},
        Misshapen{"a_board_without_memory", "board.yaml", "  secure_ram: {base: 0x38000000, size: 0x00020000}\n", ""},
        Misshapen{"a_board_of_another_architecture", "board.yaml", "armv8m", "armv9m"},
        Misshapen{"a_memory_that_does_not_exist", "board.yaml", "[non_secure_code, non_secure_ram]", "[flash]"},
        Misshapen{"a_gate_of_bit_32", "board.yaml", "bit: 5", "bit: 32"},
        Misshapen{"a_device_without_size", "board.yaml", "UART1: {base: 0x50201000, size: 0x1000}",
                  "UART1: {base: 0x50201000}"},
        Misshapen{"more_interrupts_than_possible", "board.yaml", "count: 124", "count: 481"}),
    [](const auto& fault) { return std::string(fault.param.name); });

}  // namespace
}  // namespace postern::testing
