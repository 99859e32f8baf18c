// One object with everything that a partition is made of, as the linker collected it: each section of its own.
//
// Sections get the names under which image.ld places them; a section that has no place is refused, with the object file
// that brought it. So are references that only the link of the whole image could resolve, into a table that all
// partitions would share.
#pragma once

#include <string>
#include <vector>

#include "link/kinds.hpp"

namespace postern::link {

struct Collected {
  std::string owner;   // for people: "partition VAULT"
  std::string prefix;  // of the new names: ".partition.VAULT"
  std::string object;  // it is changed in place
  std::string map;     // of the link that made it
  Machine machine = Machine::device;
};

/// The errors, one a line; after one the object is as it was.
[[nodiscard]] std::vector<std::string> place(const Collected& collected);

}  // namespace postern::link
