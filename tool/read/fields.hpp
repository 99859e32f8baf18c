// Typed reading of one map: each key is asked for by name and kind, and what nobody asked for is an error with the
// nearest valid key (MAN-19, MAN-24). A key that is missing because it is misspelt is reported once, as misspelt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"
#include "text/words.hpp"

namespace postern {

class Fields {
 public:
  /// `what` names the map in messages: "a partition manifest", "an item of `services`".
  Fields(const Value& map, std::string what, Diagnostics& diagnostics);

  /// The value, or nullptr when the key is not there.
  const Value* find(std::string_view key);
  /// As `find`; an absent key is reported by `finish` with `advice`, which says what would be valid.
  const Value* require(std::string_view key, std::string advice);
  /// Knows the key without reading it.
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
  };

  const Value& map_;
  std::string what_;
  Diagnostics& diagnostics_;
  Words known_;
  std::vector<Missing> missing_;
};

/// All of these report what is wrong and what would be valid, and give nothing then; a null pointer gives nothing.
///
/// The value, when it is a single one.
const Value* read_scalar(const Value* value, std::string_view what, Diagnostics& diagnostics);
/// Words; not an empty text, and without quotes no number and no boolean either.
std::optional<Located<std::string>> read_text(const Value* value, std::string_view what, Diagnostics& diagnostics);
/// As `read_text`, and may be empty. Nothing depends on it.
void read_description(Fields& fields, Diagnostics& diagnostics);
/// Letters, digits and . _ / + -: what stands in messages of a linker script and in command lines.
std::optional<Located<std::string>> read_label(const Value* value, std::string_view what, Diagnostics& diagnostics);
std::optional<Located<std::string>> read_identifier(const Value* value, std::string_view what,
                                                    Diagnostics& diagnostics);
std::optional<Located<std::string>> read_choice(const Value* value, std::string_view what, const Words& valid,
                                                Diagnostics& diagnostics);
std::optional<bool> read_boolean(const Value* value, std::string_view what, Diagnostics& diagnostics);
/// Decimal or hexadecimal, quoted or not.
std::optional<Located<std::uint64_t>> read_number(const Value* value, std::string_view what, std::uint64_t least,
                                                  std::uint64_t most, Diagnostics& diagnostics);
/// The items, or an empty list.
const std::vector<Value>& read_list(const Value* value, std::string_view what, Diagnostics& diagnostics);
bool expect_map(const Value& value, std::string_view what, Diagnostics& diagnostics);

/// Decimal or hexadecimal text as a number; nothing when it is anything else or does not fit.
std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace postern
