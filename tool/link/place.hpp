// SPDX-License-Identifier: Apache-2.0

// `postern link place`: prepares the result of a partition's first link, one object with every section separate, for
// the second link.
//
// Each section gets the name under which image.ld places it. A section without a place is refused, with the object file
// that it came from. So are references that only the link of the whole image could resolve, into a table that all
// partitions would share.
#pragma once

#include <string>
#include <vector>

#include "link/kinds.hpp"

namespace postern::link {

struct Collected {
  std::string owner;   // for messages: "partition VAULT"
  std::string prefix;  // of the new names: ".partition.VAULT"
  std::string object;  // changed in place
  std::string map;     // the map file of the link that made it
  Machine machine = Machine::device;
};

/// The errors, one per line; if there are any, the object is unchanged.
[[nodiscard]] std::vector<std::string> place(const Collected& collected);

}  // namespace postern::link
