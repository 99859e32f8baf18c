// SPDX-License-Identifier: Apache-2.0

// Reads YAML, and JSON as a subset of YAML, into a tree that keeps the position of every key and value.
//
// The rest of the tool uses this tree and never the library. The tree has our own type for positions, records whether a
// scalar was quoted (1.0 is a number, "1.0" is not), and a key that is given twice is an error.
//
// No text can do harm: every byte is checked before parsing, and the size, the depth and the number of values have
// limits, with each alias counted as a copy. An alias must not be inside its own anchor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/diagnostics.hpp"
#include "text/source.hpp"

namespace postern {

struct Entry;
class Probe;

struct Value {
  enum class Kind { null, scalar, list, map };

  Kind kind = Kind::null;
  Position at;
  std::string text;  // of a scalar
  bool quoted = false;
  std::vector<Value> items;    // of a list
  std::vector<Entry> entries;  // of a map, in the order of the file
  Probe* probe = nullptr;      // this stands for any value (read/probe.hpp); nullptr in a file
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

/// Empty, with an error reported, when the text is not one well-formed document.
[[nodiscard]] std::optional<Value> read_yaml(const SourceFile& file, Diagnostics& diagnostics);

}  // namespace postern
