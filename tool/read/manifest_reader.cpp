// SPDX-License-Identifier: Apache-2.0

#include "read/manifest_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "read/expression.hpp"
#include "read/fields.hpp"
#include "read/item_readers.hpp"
#include "read/yaml_reader.hpp"

namespace postern {

namespace {

constexpr std::uint64_t kLargestStack = std::uint64_t{1} << 31U;
constexpr std::uint64_t kLargestHeap = std::uint64_t{1} << 31U;

class ManifestReader {
 public:
  ManifestReader(const ListItem& item, const Configuration& configuration, const Board& board, Diagnostics& diagnostics)
      : item_(item), configuration_(configuration), board_(board), diagnostics_(diagnostics) {}

  void read(const Value& document, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-23");
    Fields fields(document, "a partition manifest", diagnostics_);
    read_version(fields, manifest);
    read_name(fields, manifest);
    read_type(fields, manifest);
    read_priority(fields, manifest);
    read_model(fields, manifest);
    read_entries(fields, manifest);
    read_sizes(fields, manifest);
    read_description(fields, diagnostics_);
    read_items(fields, manifest);
    read_extensions(fields, manifest);
    fields.finish();
  }

 private:
  void read_name(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-2");
    const Value* name = fields.require("name", "a C identifier, the macro of the partition's id");
    if (const auto word = read_identifier(name, "name of a partition", diagnostics_)) {
      manifest.name = *word;
    }
  }

  void read_type(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-3");
    const Value* type = fields.require("type", "valid: PSA-ROT and APPLICATION-ROT");
    if (const auto word = read_choice(type, "type", {"PSA-ROT", "APPLICATION-ROT"}, diagnostics_)) {
      manifest.is_psa_rot = word->value == "PSA-ROT";
    }
  }

  // MAN-1. A quoted 1.0 is a string, in YAML as in JSON.
  void read_version(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-1");
    const Value* value = fields.require("psa_framework_version", "valid: 1.0 and 1.1");
    if (value == nullptr) {
      return;
    }
    const std::vector<Shape> shapes{{Shape::Kind::plain_words, {"1.0", "1", "1.1"}}};
    if (value->probe != nullptr) {
      value->probe->expect(shapes.front());
      set_version(manifest, value->probe->answer("psa_framework_version", shapes.front().words));
      return;
    }
    value = read_scalar(value, "psa_framework_version", diagnostics_);
    if (value == nullptr) {
      return;
    }
    if (fits(*value, shapes)) {
      set_version(manifest, value->text);
      return;
    }
    diagnostics_.error(value->at, fmt::format("`{}` is not a value of `psa_framework_version`; valid: the numbers "
                                              "1.0 and 1.1{}",
                                              value->text, value->quoted ? ", without quotes" : ""));
  }

  static void set_version(Manifest& manifest, std::string_view text) {
    manifest.version = text == "1.1" ? FrameworkVersion::v1_1 : FrameworkVersion::v1_0;
  }

  void read_priority(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-4");
    const Value* value = fields.require("priority", "valid: HIGH, NORMAL and LOW");
    const auto word = read_choice(value, "priority", {"HIGH", "NORMAL", "LOW"}, diagnostics_);
    if (!word) {
      return;
    }
    manifest.priority = word->value == "HIGH"  ? Priority::high
                        : word->value == "LOW" ? Priority::low
                                               : Priority::normal;
  }

  // MAN-5: a 1.0 partition is always IPC; its `model` is only read to warn of a misunderstanding.
  void read_model(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-5");
    manifest.model.at = manifest.name.at.file != nullptr ? manifest.name.at : fields.map().at;
    const bool is_1_0 = manifest.version == FrameworkVersion::v1_0;
    const Value* value = is_1_0 ? fields.find("model") : fields.require("model", "valid: IPC, SFN and dual");
    const auto word = read_choice(value, "model", {"IPC", "SFN", "dual"}, diagnostics_);
    if (!word) {
      has_model_ = is_1_0;
      return;
    }
    manifest.model.at = word->at;
    if (is_1_0) {
      if (word->value != "IPC") {
        diagnostics_.warning(word->at,
                             "`model` is ignored: a partition of framework version 1.0 is always IPC; `model` "
                             "needs `psa_framework_version: 1.1`");
      }
      return;
    }
    manifest.model.value = word->value == "SFN"    ? DeclaredModel::sfn
                           : word->value == "dual" ? DeclaredModel::dual
                                                   : DeclaredModel::ipc;
  }

  // MAN-6, MAN-7, MAN-25: only a dual manifest uses both. Without a valid model none is missing.
  void read_entries(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-6");
    const DeclaredModel model = manifest.model.value;
    const bool needs_entry = has_model_ && manifest.model_on(configuration_.backend) == Model::ipc;
    const Value* point = needs_entry ? fields.require("entry_point", "the C function an IPC partition runs")
                                     : fields.find("entry_point");
    if (const auto word = read_identifier(point, "entry point", diagnostics_)) {
      manifest.entry_point = *word;
      if (model == DeclaredModel::sfn) {
        diagnostics_.warning(word->at,
                             "`entry_point` is ignored in a partition of model SFN; its functions are "
                             "`entry_init` and one `<service>_sfn` for each service");
      }
    }
    if (const auto word = read_identifier(fields.find("entry_init"), "init function", diagnostics_)) {
      manifest.entry_init = *word;
      if (has_model_ && model == DeclaredModel::ipc) {
        diagnostics_.warning(word->at,
                             "`entry_init` is ignored in a partition of model IPC; it starts at `entry_point`");
      }
    }
  }

  // MAN-8, MAN-9
  void read_sizes(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-8");
    const Value* stack = fields.require("stack_size", "a number of bytes, or a C expression of config_tfm.h");
    if (const Value* text = read_scalar(stack, "stack_size", diagnostics_)) {
      const Expression size = evaluate(text->text, configuration_.definitions);
      const bool is_known = size.kind == Expression::Kind::value;
      if (size.kind == Expression::Kind::malformed || (is_known && (size.value == 0 || size.value > kLargestStack))) {
        diagnostics_.error(
            text->at, fmt::format("`{}` is not a value of `stack_size`; a number of bytes from 1 to 0x80000000, or a C "
                                  "expression of numbers and configuration macros, is expected",
                                  text->text));
      }
      manifest.stack = {text->text, std::nullopt, size.unknown, text->at};
      if (is_known) {
        manifest.stack.value = size.value;
      }
    }
    const auto heap = read_number(fields.find("heap_size"), "heap_size", 1, kLargestHeap, diagnostics_);
    if (heap) {
      manifest.heap_size = heap->value;
    }
  }

  void read_items(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-23");
    const ItemContext context{manifest.version, board_, diagnostics_};
    for (const Value& value : read_list(fields.find("services"), "services", diagnostics_)) {
      if (expect_map(value, "an item of `services`", diagnostics_)) {
        manifest.services.push_back(read_service(value, context));
      }
    }
    for (const Value& value : read_list(fields.find("irqs"), "irqs", diagnostics_)) {
      if (expect_map(value, "an item of `irqs`", diagnostics_)) {
        manifest.interrupts.push_back(read_interrupt(value, context));
      }
    }
    for (const Value& value : read_list(fields.find("mmio_regions"), "mmio_regions", diagnostics_)) {
      if (expect_map(value, "an item of `mmio_regions`", diagnostics_)) {
        manifest.mmio_regions.push_back(read_mmio_region(value, context));
      }
    }
    const Diagnostics::About dependencies(diagnostics_, "DEP-2");
    read_names(fields.find("dependencies"), "dependencies", manifest.dependencies);
  }

  void read_names(const Value* list, const char* key, std::vector<Located<std::string>>& names) {
    for (const Value& value : read_list(list, key, diagnostics_)) {
      if (const auto name = read_identifier(&value, "name of a service", diagnostics_)) {
        names.push_back(*name);
      }
    }
  }

  // MAN-15 to MAN-19
  void read_extensions(Fields& fields, Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-19");
    if (const Value* value = extension(fields, "ns_agent")) {
      manifest.is_ns_agent = read_boolean(value, "ns_agent", diagnostics_).value_or(false);
      if (manifest.is_ns_agent) {
        diagnostics_.error(value->at,
                           "non-secure agents with a manifest are not supported; the only agent is the one of "
                           "TrustZone, which needs no manifest");
      }
    }
    if (const Value* value = extension(fields, "weak_dependencies")) {
      read_names(value, "weak_dependencies", manifest.weak_dependencies);
    }
    if (const Value* value = extension(fields, "place_in_dtcm")) {
      if (read_boolean(value, "place_in_dtcm", diagnostics_).value_or(false)) {
        diagnostics_.warning(value->at,
                             fmt::format("`place_in_dtcm` is ignored; the board `{}` has no such memory", board_.name));
      }
    }
    read_on_panic(extension(fields, "postern_on_error"), "postern_on_error", manifest.on_error);
    read_on_panic(extension(fields, "postern_on_fault"), "postern_on_fault", manifest.on_fault);
    if (const Value* key = fields.key("secure_functions")) {  // TF-M's manifests have had both for a while
      fields.ignore("secure_functions");
      diagnostics_.warning(
          key->at, "`secure_functions` is ignored; it is for TF-M's former library model, `services` is what counts");
    }
    read_client_ids(fields, manifest);
    for (const std::string& key : item_.extensions) {
      fields.ignore(key);
    }
  }

  void read_on_panic(const Value* value, const char* key, Located<OnPanic>& action) {
    if (const auto word = read_choice(value, key, {"reset", "halt", "restart"}, diagnostics_)) {
      action.value = word->value == "restart" ? OnPanic::restart
                     : word->value == "halt"  ? OnPanic::halt
                                              : OnPanic::reset;
      action.at = word->at;
    }
  }

  void read_client_ids(Fields& fields, const Manifest& manifest) {
    const Diagnostics::About about(diagnostics_, "MAN-15");
    const auto base = read_client_id(fields.find("client_id_base"), "client_id_base", diagnostics_);
    const auto limit = read_client_id(fields.find("client_id_limit"), "client_id_limit", diagnostics_);
    if (base && limit && base->value > limit->value) {
      diagnostics_.error(base->at,
                         "`client_id_base` is above `client_id_limit`; base <= limit is expected, both negative");
    }
    for (const auto& id : {base, limit}) {
      if (!id || manifest.is_ns_agent) {
        continue;
      }
      diagnostics_.error(id->at, "client ids belong to a non-secure agent; leave them out, or set `ns_agent: true`");
    }
  }

  // A TF-M key beyond FF-M is only valid when the list registers it (MLIST-9).
  const Value* extension(Fields& fields, std::string_view key) {
    const Value* value = fields.find(key);
    if (value == nullptr ||
        std::find(item_.extensions.begin(), item_.extensions.end(), key) != item_.extensions.end()) {
      return value;
    }
    diagnostics_.error(fields.key(key)->at, fmt::format("`{}` is not an attribute of FF-M; register it with "
                                                        "`non_ffm_attributes` in the manifest list",
                                                        key));
    return nullptr;
  }

  const ListItem& item_;
  const Configuration& configuration_;
  const Board& board_;
  Diagnostics& diagnostics_;
  bool has_model_ = true;
};

}  // namespace

void describe_manifest(const Value& probe, const Board& board) {
  ListItem item;
  item.extensions = every_extension();
  Manifest manifest;
  Diagnostics ignored;
  const Configuration configuration;
  ManifestReader(item, configuration, board, ignored).read(probe, manifest);
}

const Words& every_extension() {
  static const Words all{"ns_agent",        "weak_dependencies", "place_in_dtcm",   "client_id_base",
                         "client_id_limit", "postern_on_error",  "postern_on_fault"};
  return all;
}

namespace {

bool is_manifest_list(const Value& document) {
  return std::any_of(document.entries.begin(), document.entries.end(),
                     [](const Entry& entry) { return entry.key.text == "manifest_list"; });
}

}  // namespace

Manifest read_manifest(const ListItem& item, const Configuration& configuration, const Board& board, Sources& sources,
                       Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "file");
  Manifest manifest;
  manifest.base_name = std::filesystem::path(item.manifest).stem().string();
  manifest.output_path = item.output_path;
  manifest.pid = item.pid;
  manifest.file = sources.open(item.manifest);
  if (manifest.file == nullptr) {
    diagnostics.error(item.at, fmt::format("the manifest `{}` cannot be read", item.manifest));
    return manifest;
  }
  const auto document = read_yaml(*manifest.file, diagnostics);
  if (document && is_manifest_list(*document)) {
    diagnostics.error(item.at, fmt::format("`{}` is a manifest list; a manifest is expected, and each list is given to "
                                           "the build by itself",
                                           item.manifest));
    return manifest;
  }
  if (!document || !expect_map(*document, "a partition manifest", diagnostics)) {
    return manifest;
  }
  manifest.is_read = true;
  ManifestReader(item, configuration, board, diagnostics).read(*document, manifest);
  return manifest;
}

}  // namespace postern
