// SPDX-License-Identifier: Apache-2.0

#include "read/list_reader.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <limits>

#include "read/fields.hpp"
#include "read/yaml_reader.hpp"

namespace postern {

namespace {

constexpr std::int32_t kFirstFreeId = 3;  // 0 is invalid, 1 the idle partition, 2 the non-secure agent (CID-10)
constexpr std::int32_t kFirstReservedId = 6000;
constexpr std::int32_t kLargestId = std::numeric_limits<std::int32_t>::max();

// Replaces `$NAME` and `${NAME}` with environment variables. An undefined one is an error: an empty one would silently
// name another file.
std::optional<std::string> expand(const Located<std::string>& path, Diagnostics& diagnostics) {
  std::string out;
  const std::string& text = path.value;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] != '$') {
      out += text[i++];
      continue;
    }
    const bool braces = i + 1 < text.size() && text[i + 1] == '{';
    const std::size_t start = i + (braces ? 2 : 1);
    std::size_t end = start;
    while (end < text.size() && is_identifier(fmt::format("_{}", text[end]))) {
      ++end;
    }
    const std::string name = text.substr(start, end - start);
    const bool closed = !braces || (end < text.size() && text[end] == '}');
    const char* value = name.empty() || !closed ? nullptr : std::getenv(name.c_str());
    if (value == nullptr) {
      diagnostics.error(path.at, fmt::format("the environment variable `{}` in `{}` is not set; set it, or write the "
                                             "path without it",
                                             name, text));
      return std::nullopt;
    }
    out += value;
    i = end + (braces ? 1 : 0);
  }
  return out;
}

class ListReader {
 public:
  ListReader(const SourceFile& file, const Definitions& definitions, Diagnostics& diagnostics)
      : file_(file), definitions_(definitions), diagnostics_(diagnostics) {}

  std::vector<ListItem> read(const Value& document) {
    Fields fields(document, "a manifest list", diagnostics_);
    read_description(fields, diagnostics_);
    read_format_version(fields);
    (void)read_choice(fields.find("type"), "type", {"manifest_list"}, diagnostics_);
    if (const Value* key = fields.key("pid")) {
      (void)read_number(fields.find("pid"), "pid", 0, kLargestId, diagnostics_);
      diagnostics_.warning(key->at, "the `pid` of a list is ignored; an item has its own, or gets the next free one");
    }
    const Value* list = fields.require("manifest_list", "the list of manifests");
    std::vector<ListItem> items;
    for (const Value& value : read_list(list, "manifest_list", diagnostics_)) {
      if (!expect_map(value, "an item of `manifest_list`", diagnostics_)) {
        continue;
      }
      if (auto item = read_item(value)) {
        items.push_back(std::move(*item));
      }
    }
    fields.finish();
    return items;
  }

 private:
  // MLIST-8: the version of the list's format, which is no longer needed.
  void read_format_version(Fields& fields) {
    for (const char* key : {"version_major", "version_minor"}) {
      (void)read_number(fields.find(key), key, 0, kLargestId, diagnostics_);
    }
  }

  std::optional<ListItem> read_item(const Value& value) {
    Fields fields(value, "an item of `manifest_list`", diagnostics_);
    ListItem item;
    (void)fields.require("description", "a text for logs");
    read_description(fields, diagnostics_);
    const auto path = read_text(fields.require("manifest", "the path of a manifest"), "manifest", diagnostics_);
    const auto output = read_text(fields.find("output_path"), "output_path", diagnostics_);
    const bool is_in = holds(fields.find("conditional"));
    // The list of another project may contain an agent that is left out, with an id that is taken here.
    const Value* pid = fields.find("pid");
    if (is_in) {
      item.pid = read_pid(pid);
    } else {
      (void)read_number(pid, "pid", 0, kLargestId, diagnostics_);
    }
    read_extensions(fields, item.extensions);
    check_linker_pattern(fields.find("linker_pattern"));
    // Keys of earlier versions of the format, which are no longer needed (MLIST-8, MLIST-10).
    read_format_version(fields);
    for (const char* key :
         {"name", "short_name", "source_path", "tfm_extensions", "tfm_partition_ipc", "tfm_partition_ns", "type"}) {
      (void)read_scalar(fields.find(key), key, diagnostics_);
    }
    fields.finish();
    if (!is_in || !path) {
      return std::nullopt;
    }
    if (output) {
      const auto expanded = expand(*output, diagnostics_);
      if (!expanded) {
        return std::nullopt;
      }
      item.output_path = *expanded;
    }
    item.at = path->at;
    return find_manifest(*path, item) ? std::optional(item) : std::nullopt;
  }

  // MLIST-4
  bool holds(const Value* value) {
    const Diagnostics::About about(diagnostics_, "MLIST-4");
    const auto name = read_identifier(value, "configuration macro", diagnostics_);
    if (!name) {
      return value == nullptr;
    }
    const auto found = definitions_.find(name->value);
    if (found == definitions_.end()) {
      Words known;
      for (const auto& [key, ignored] : definitions_) {
        known.push_back(key);
      }
      const std::string meant = nearest(name->value, known, 3);
      diagnostics_.error(name->at, fmt::format("the configuration macro `{}` is not defined; give it a value: "
                                               "-D{}=ON or OFF to CMake, --define {}=ON or OFF to this command{}",
                                               name->value, name->value, name->value,
                                               meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant)));
      return false;
    }
    const std::optional<bool> is_on = truth(found->second);
    if (!is_on) {
      diagnostics_.error(name->at, fmt::format("the configuration macro `{}` is `{}`; valid: 1, on, true, enabled, 0, "
                                               "off, false, disabled and the empty value",
                                               name->value, found->second));
    }
    return is_on.value_or(false);
  }

  std::optional<Located<std::int32_t>> read_pid(const Value* value) {
    const Diagnostics::About about(diagnostics_, "MLIST-5");
    const auto number = read_number(value, "pid", kFirstFreeId, kLargestId, diagnostics_);
    if (!number) {
      return std::nullopt;
    }
    const auto id = static_cast<std::int32_t>(number->value);
    if (id >= kFirstReservedId) {
      diagnostics_.warning(
          number->at,
          fmt::format("partition ids from {} on are reserved; 256 to 2999 are for products", kFirstReservedId));
    }
    return Located<std::int32_t>{id, number->at};
  }

  void read_extensions(Fields& fields, Words& extensions) {
    const Diagnostics::About about(diagnostics_, "MLIST-9");
    for (const Value& value : read_list(fields.find("non_ffm_attributes"), "non_ffm_attributes", diagnostics_)) {
      if (const auto key = read_text(&value, "non_ffm_attributes", diagnostics_)) {
        extensions.push_back(key->value);
      }
    }
  }

  // The build declares a partition's objects together with its sources, so only the form of this value is checked.
  void check_linker_pattern(const Value* value) {
    if (value == nullptr || !expect_map(*value, "`linker_pattern`", diagnostics_)) {
      return;
    }
    Fields fields(*value, "`linker_pattern`", diagnostics_);
    for (const char* key : {"library_list", "object_list"}) {
      for (const Value& pattern : read_list(fields.find(key), key, diagnostics_)) {
        (void)read_text(&pattern, key, diagnostics_);
      }
    }
    fields.finish();
  }

  // MLIST-2
  bool find_manifest(const Located<std::string>& path, ListItem& item) {
    const Diagnostics::About about(diagnostics_, "MLIST-2");
    const auto expanded = expand(path, diagnostics_);
    if (!expanded) {
      return false;
    }
    const std::filesystem::path beside = std::filesystem::path(file_.name()).parent_path() / *expanded;
    for (const std::filesystem::path& candidate : {beside, std::filesystem::path(*expanded)}) {
      std::error_code ignored;
      if (!std::filesystem::is_regular_file(candidate, ignored)) {
        continue;
      }
      item.manifest = candidate.lexically_normal().string();
      return true;
    }
    const std::string first = beside.lexically_normal().string();
    diagnostics_.error(path.at, fmt::format("there is no file `{}`; looked for `{}`{}", path.value, first,
                                            first == *expanded ? "" : fmt::format(" and `{}`", *expanded)));
    return false;
  }

  const SourceFile& file_;
  const Definitions& definitions_;
  Diagnostics& diagnostics_;
};

}  // namespace

void describe_list(const Value& probe) {
  const SourceFile none("", "");
  Diagnostics ignored;
  const Definitions no_definitions;
  (void)ListReader(none, no_definitions, ignored).read(probe);
}

std::vector<ListItem> read_list_file(const std::string& path, const Definitions& definitions, Sources& sources,
                                     Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "list");
  const SourceFile* file = sources.open(path);
  if (file == nullptr) {
    diagnostics.error({}, fmt::format("--list {}: cannot read the file", path));
    return {};
  }
  const auto document = read_yaml(*file, diagnostics);
  if (!document || !expect_map(*document, "a manifest list", diagnostics)) {
    return {};
  }
  return ListReader(*file, definitions, diagnostics).read(*document);
}

}  // namespace postern
