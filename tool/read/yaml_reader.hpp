// Reads YAML, and JSON as the part of YAML that it is, into a tree that keeps the place of every key and value.
//
// The rest of the tool sees this tree and never the library: positions are kept as our own type, whether a scalar was
// quoted is kept (1.0 is a number, "1.0" is not), and a key given twice is an error instead of the first or last one.
//
// A text can do no harm, whatever it is: it is judged byte by byte before it is parsed, and size, depth and number of
// values have limits, with each alias counted as the copy that it is. An alias may not stand inside of its own anchor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/diagnostics.hpp"
#include "text/source.hpp"

namespace postern {

struct Entry;

struct Value {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Position at;
  std::string text;  // of a scalar
  bool quoted = false;
  std::vector<Value> items;    // of a list
  std::vector<Entry> entries;  // of a map, in the order of the file
};

struct Entry {
  Value key;
  Value value;
};

/// Far above what a manifest, a list or a board needs.
namespace yaml_limits {
constexpr unsigned kDepth = 32;
constexpr std::size_t kValues = 20'000;
constexpr std::size_t kCharacters = 4096;  // of one value
}  // namespace yaml_limits

/// Nothing, and an error, when the text is not one well-formed document.
[[nodiscard]] std::optional<Value> read_yaml(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace postern
