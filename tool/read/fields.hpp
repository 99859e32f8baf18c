// SPDX-License-Identifier: Apache-2.0

// Typed access to one map: the readers ask for each key by name and kind. A key that was not asked for is an error,
// which suggests the nearest valid key (MAN-19, MAN-24). A key that is missing because it is misspelt is reported once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "read/probe.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"
#include "text/words.hpp"

namespace postern {

class Fields {
 public:
  /// `what` names the map in messages: "a partition manifest", "an item of `services`".
  Fields(const Value& map, std::string what, Diagnostics& diagnostics);

  /// The value, or nullptr when the key is not there.
  const Value* find(std::string_view key) { return find(key, false); }
  /// Like `find`; `finish` reports an absent key with `advice`, which says what is valid.
  const Value* require(std::string_view key, std::string advice);
  /// The key of a value that has no place here: the caller knows a better error than that of an unknown key.
  const Value* misplaced(std::string_view key);
  /// Accepts the key without reading it.
  void ignore(std::string_view key) { (void)find(key); }
  /// The key itself, for diagnostics about its presence.
  [[nodiscard]] const Value* key(std::string_view key) const;
  /// Reports unknown keys, then missing ones.
  void finish();

  [[nodiscard]] const Value& map() const { return map_; }

 private:
  struct Missing {
    std::string key;
    std::string advice;
    std::string_view rule;
  };

  const Value* find(std::string_view key, bool is_required);

  const Value& map_;
  std::string what_;
  Diagnostics& diagnostics_;
  Words known_;
  std::vector<Missing> missing_;
};

/// Each of these returns nothing for a wrong value, and reports what is wrong and what is valid. It returns nothing for
/// a null pointer. All of them answer probes.
///
/// The value, when it is a scalar. The caller checks its text; `shapes` says what the caller accepts.
const Value* read_scalar(const Value* value, std::string_view what, Diagnostics& diagnostics,
                         const std::vector<Shape>& shapes = {{Shape::Kind::scalar}});
/// Whether the text is a number of this shape, or one of its words.
[[nodiscard]] bool fits(const Value& value, const std::vector<Shape>& shapes);
/// Text that is not empty, and without quotes neither a number nor a boolean.
std::optional<Located<std::string>> read_text(const Value* value, std::string_view what, Diagnostics& diagnostics);
/// Like `read_text`; may be empty and is ignored.
void read_description(Fields& fields, Diagnostics& diagnostics);
/// Letters, digits and . _ / + -: these are safe in linker scripts and on command lines.
std::optional<Located<std::string>> read_label(const Value* value, std::string_view what, Diagnostics& diagnostics);
std::optional<Located<std::string>> read_identifier(const Value* value, std::string_view what,
                                                    Diagnostics& diagnostics);
std::optional<Located<std::string>> read_choice(const Value* value, std::string_view what, const Words& valid,
                                                Diagnostics& diagnostics);
/// The same for words that the document itself defines.
std::optional<Located<std::string>> read_reference(const Value* value, std::string_view what, const Words& valid,
                                                   Diagnostics& diagnostics);
std::optional<bool> read_boolean(const Value* value, std::string_view what, Diagnostics& diagnostics);
/// Decimal or hexadecimal, quoted or not.
std::optional<Located<std::uint64_t>> read_number(const Value* value, std::string_view what, std::uint64_t least,
                                                  std::uint64_t most, Diagnostics& diagnostics);
/// The items, or an empty list.
const std::vector<Value>& read_list(const Value* value, std::string_view what, Diagnostics& diagnostics);
/// The entries of a map whose keys are free.
const std::vector<Entry>& read_entries(const Value& map);
bool expect_map(const Value& value, std::string_view what, Diagnostics& diagnostics);

/// Decimal or hexadecimal text as a number; nothing when it is anything else or does not fit.
std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace postern
