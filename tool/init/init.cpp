// SPDX-License-Identifier: Apache-2.0

#include "init/init.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>

#include "check_files.hpp"
#include "text/diagnostics.hpp"
#include "text/words.hpp"

namespace postern {

namespace {

// The files of product/, by name: product_text.cmake.
constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
#include "product_text.inc"
};

// Products of different names seldom have the same SID. It has a value that is easy to replace: the author chooses SIDs
// as soon as there are others.
std::string service_id(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return fmt::format("0x{:08X}", 0x0001'0000U + (hash & 0xFFFFU));
}

using Replacements = std::map<std::string, std::string, std::less<>>;

/// Replaces each @word@.
std::string filled(std::string_view text, const Replacements& words) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = text.find('@');
    out += text.substr(0, start);
    if (start == std::string_view::npos) {
      break;
    }
    const std::size_t end = text.find('@', start + 1);
    out += words.find(text.substr(start + 1, end - start - 1))->second;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string filled_file(std::string_view name, const Replacements& words) {
  const auto* file =
      std::find_if(std::begin(kFiles), std::end(kFiles), [&](const auto& each) { return each.first == name; });
  return filled(file->second, words);
}

Replacements words_of(const std::string& name, Model model, const std::string& version) {
  const std::string lower = lower_case(name);
  const std::string guard = "PRODUCT_" + upper_case(name) + "_SERVICE_H";  // PSA_SERVICE_H is that of psa/service.h
  Replacements words{
      {"NAME", name}, {"name", lower}, {"VERSION", version}, {"GUARD", guard}, {"SID", service_id(name)}};
  words["VALUE"] = lower == "null" ? fmt::format("\"{}\"", name) : name;  // no text to YAML without quotes
  words["MODEL"] = model == Model::ipc ? "IPC" : "SFN";
  words["ENTRY"] = model == Model::ipc ? fmt::format("entry_point: {}_main\n", lower) : "";
  words["BODY"] = filled_file("answer.c", words);
  return words;
}

/// What the checks find in the manifest; of several faults the first.
std::string fault_of(const std::string& file, const std::string& manifest) {
  Compilation compilation;
  check_manifest(file, manifest, compilation);
  for (const Diagnostic& diagnostic : compilation.diagnostics.all()) {
    if (diagnostic.severity == Severity::error) {
      return diagnostic.message;
    }
  }
  return "";
}

}  // namespace

std::string product_folder(const std::string& name) { return lower_case(name); }

std::variant<Texts, Refusal> new_product(const std::string& name, Model model, const std::string& version) {
  constexpr std::size_t kLongest = 64;
  if (!is_keyword(name) && (!is_identifier(name) || name.size() > kLongest)) {
    return Refusal{fmt::format(
        "`{}` cannot be the name of a partition; a C identifier of up to {} characters is expected", name, kLongest)};
  }
  const Replacements words = words_of(name, model, version);
  const std::string file = lower_case(name) + ".yaml";
  const std::string manifest = filled_file("partition.yaml", words);
  if (std::string fault = fault_of(file, manifest); !fault.empty()) {
    return Refusal{std::move(fault)};
  }
  const std::string source = filled_file(model == Model::ipc ? "partition_ipc.c" : "partition_sfn.c", words);
  return Texts{{"CMakeLists.txt", filled_file("CMakeLists.txt", words)},
               {"manifest_list.yaml", filled_file("manifest_list.yaml", words)},
               {file, manifest},
               {lower_case(name) + "_service.h", filled_file("service.h", words)},
               {lower_case(name) + ".c", source},
               {"non_secure/main.c", filled_file("main.c", words)}};
}

}  // namespace postern
