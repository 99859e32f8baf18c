// SPDX-License-Identifier: Apache-2.0

#include "explain/explain.hpp"

#include <algorithm>
#include <stdexcept>

#include "read/yaml_reader.hpp"

namespace postern {

namespace {

constexpr std::string_view kRules =
#include "rules_text.inc"
    ;

struct OwnRule {
  std::string_view id;
  std::string_view text;
  std::string_view putting;
};

constexpr OwnRule kOwn[] = {
    {"text", "A file is one document of YAML or JSON, in UTF-8, without control characters, and not excessive.",
     "Close quotes and brackets, remove the text behind the last one, and save the file as UTF-8. A file has at most "
     "1 MiB, 32 levels and 20000 values, each alias counted as a copy of what it names."},
    {"file", "A file that is named can be read.", "Correct the path, or the permissions of the file."},
    {"key", "A file has only the keys of its kind (MAN-19, MAN-24).", "Correct the spelling, or remove the key."},
    {"options", "The options of a build are known and fit together (BSEL-1 to BSEL-6, CFG).",
     "Correct the option of CMake, or of the command line, that the message names."},
    {"list", "A manifest list has a list of items, each with a description and a manifest (MLIST-1 to MLIST-10).",
     "Give each item `description: text` and `manifest: path`."},
    {"board", "A board describes its memory, its devices and its interrupts.",
     "Compare with the boards in the folder board/; every address is in exactly one place."},
    {"name", "No generated macro, function or file has a name that C, the framework or another one uses.",
     "Choose another name, such as one that begins with the name of the product."},
    {"service", "A service has a name, a number, and says which clients may use it (SVC-1 to SVC-9, SVC-14).",
     "Give each service `name`, `sid` and `non_secure_clients`, and in version 1.1 `connection_based`."},
    {"interrupt", "An interrupt has a source, and a signal (1.0) or a name and a handling (1.1).",
     "Give each interrupt the keys of the manifest's own framework version; do not mix those of 1.0 and 1.1."},
    {"region", "A device region belongs to a device that a partition may have.",
     "Name a device that the board offers. Those of the kernel and of the non-secure world cannot be shared."},
};

struct Advice {
  std::string_view id;
  std::string_view putting;
};

constexpr Advice kAdvice[] = {
    {"MAN-1", "Write `psa_framework_version: 1.1` or `1.0`, without quotes."},
    {"MAN-2", "Give the partition a `name` of letters, digits and underscores that is no word of C or C++."},
    {"MAN-3", "Write `type: PSA-ROT` or `type: APPLICATION-ROT`."},
    {"MAN-4", "Write `priority: HIGH`, `NORMAL` or `LOW`."},
    {"MAN-5", "In a manifest of version 1.1, write `model: IPC`, `model: SFN` or `model: dual`; in 1.0, leave it out."},
    {"MAN-6", "Give an IPC partition `entry_point`, and an SFN partition `entry_init` if it needs one."},
    {"MAN-8",
     "Give `stack_size` in bytes, as a number or as an expression of configuration macros, above the least "
     "that the message names."},
    {"MAN-15", "Leave client ids out: they belong to agents."},
    {"MAN-19", "Register the key in the manifest list: `non_ffm_attributes: [key]`."},
    {"MAN-20", "Rename one of the two."},
    {"MAN-21", "Give the partition a service or an interrupt, and not more than 28 of both; divide a larger one."},
    {"MAN-23", "Add the key that is missing, or give the value the form that the message names."},
    {"SVC-7", "Write `connection_based: true` or `false` in version 1.1. In 1.0, leave it out."},
    {"SVC-8", "Write `stateless_handle: auto`, or a number from 1 to 32, and only where `connection_based` is false."},
    {"SVC-10", "Give one of the two services another `sid`."},
    {"SVC-11", "Rename one of the two services."},
    {"SVC-12", "Give each stateless service another number or `auto`; connect clients to some services instead."},
    {"MMIO-1", "Give the region either `name`, or `base` and `size`."},
    {"MMIO-3", "Let one partition own the device, and others call that partition."},
    {"MMIO-5", "Use a name of the board; the message lists them."},
    {"MMIO-8", "Use multiples of 32 for base and size, and fewer or larger regions."},
    {"MIRQ-1", "Give the interrupt `source` and `signal`."},
    {"MIRQ-2", "Give the interrupt `source`, `name` and `handling: SLIH` or `FLIH`."},
    {"MIRQ-3", "Use a number or a name that the board has; the message lists them."},
    {"MIRQ-9", "Let one partition own the interrupt; a line that the board gives to the non-secure world is not free."},
    {"DEP-2", "Correct the name, add the partition that has the service, or make the dependency weak."},
    {"DEP-3", "Break the circle that the message shows: move a service, or call in one direction."},
    {"MLIST-2", "Give the path of a manifest beside the list, or one from the folder of the call."},
    {"MLIST-4", "Define the macro: `-DNAME=ON` to CMake, or `--define NAME=ON` to the tool."},
    {"MLIST-5", "Give each partition its own `pid`; 256 to 2999 are for products."},
    {"MLIST-9", "Write `non_ffm_attributes` as a list of keys."},
    {"MMV-18", "Remove `mm_iovec`, or choose a build and a domain in which vectors can be mapped."},
    {"BSEL-3", "Use the IPC backend, or write the partition for the SFN model."},
    {"BSEL-5", "Choose an isolation level that the board has."},
};

/// The document of all rules, read once. It must be right: it is part of the program.
class Document {
 public:
  Document() : file_("rules.yaml", std::string(kRules)) {
    Diagnostics diagnostics;
    auto document = read_yaml(file_, diagnostics);
    if (!document) {
      throw std::logic_error(diagnostics.text());
    }
    for (const Entry& entry : document->entries) {
      if (entry.key.text == "rules") {
        rules_ = entry.value.items;
      }
    }
  }

  [[nodiscard]] const std::vector<Value>& rules() const { return rules_; }
  static std::string text_of(const Value& rule, std::string_view key) {
    const auto found = std::find_if(rule.entries.begin(), rule.entries.end(),
                                    [key](const Entry& entry) { return entry.key.text == key; });
    return found == rule.entries.end() ? "" : found->value.text;
  }

 private:
  SourceFile file_;
  std::vector<Value> rules_;
};

const Document& all_rules() {
  static const Document only;
  return only;
}

}  // namespace

std::optional<RuleText> rule_text(std::string_view id) {
  for (const OwnRule& rule : kOwn) {
    if (rule.id == id) {
      return RuleText{std::string(id), std::string(rule.text), "Postern", std::string(rule.putting)};
    }
  }
  for (const Value& rule : all_rules().rules()) {
    if (Document::text_of(rule, "id") != id) {
      continue;
    }
    const auto* const advice =
        std::find_if(std::begin(kAdvice), std::end(kAdvice), [id](const Advice& one) { return one.id == id; });
    return RuleText{std::string(id), Document::text_of(rule, "text"), Document::text_of(rule, "source"),
                    advice == std::end(kAdvice) ? "" : std::string(advice->putting)};
  }
  return std::nullopt;
}

std::vector<std::string> explained_ids() {
  std::vector<std::string> ids;
  for (const OwnRule& rule : kOwn) {
    ids.emplace_back(rule.id);
  }
  for (const Value& rule : all_rules().rules()) {
    ids.push_back(Document::text_of(rule, "id"));
  }
  return ids;
}

}  // namespace postern
