// SPDX-License-Identifier: Apache-2.0

// Reads the keys that board.yaml and a file of additions to it have in common.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>

#include "model/board.hpp"
#include "read/fields.hpp"
#include "text/diagnostics.hpp"

namespace postern {

inline constexpr std::uint64_t kAddressSpace = std::uint64_t{1} << 32U;

/// `base` and `size` of a map; size 0 when one of them cannot be read.
[[nodiscard]] Memory read_range(Fields& fields, const Value& value, const std::string& name, Diagnostics& diagnostics);

/// All devices of a board, those that no partition may have included.
void read_devices(Fields& fields, Board& board, Diagnostics& diagnostics);

/// Second names for devices, and names for unused memory. All other addresses are refused: the board gives them to no
/// partition.
void read_added_devices(Fields& fields, Board& board, Diagnostics& diagnostics);

/// The key as a name, if it is an identifier and not yet in `present`; otherwise an error was reported.
template <typename Map>
std::optional<Located<std::string>> read_new_name(const Value& key, const std::string& kind, const Map& present,
                                                  const Board& board, Diagnostics& diagnostics) {
  auto name = read_identifier(&key, "name of a " + kind, diagnostics);
  const auto other = name ? present.find(name->value) : present.end();
  if (other == present.end()) {
    return name;
  }
  diagnostics.error(name->at, fmt::format("`{}` is the name of another {} of the board `{}`; a new name is expected",
                                          name->value, kind, board.name));
  diagnostics.note(other->second.at, "the other one is here");
  return std::nullopt;
}

}  // namespace postern
