// SPDX-License-Identifier: Apache-2.0

// Names in linked objects and images: which calls partitions make, which names they may not use, where symbols are.
// main.cpp calls these for `postern link calls`, `undefined`, `symbols` and `exports`.
#pragma once

#include <string>
#include <vector>

namespace postern::link {

/// The header that tells the kernel which calls to leave out, because no partition makes them (spm/ipc/enter.cpp).
[[nodiscard]] std::string calls_header(const std::vector<std::string>& partitions);

/// A linked partition, or the host's non-secure program.
struct Linked {
  std::string owner;  // for messages: "partition VAULT"
  std::string object;
  std::vector<std::string> allowed;  // files of names, one per line
  std::vector<std::string> others;   // objects to search for the definition of a stray name
  std::string nulls;  // a file for objcopy's --redefine-syms: weak names become ones that nothing defines
};

/// One error for each name that the object uses but neither defines nor is allowed to use.
[[nodiscard]] std::vector<std::string> stray_names(const Linked& linked);

/// A linker script for tests of the boundary, which need to know the addresses in the secure image. Each symbol is
/// called `secure.<name>`, so that it cannot collide with a name of the program that is linked with the script.
[[nodiscard]] std::string secure_symbols_script(const std::string& image);

/// The names that a shared library exports; if `beginnings` is not empty, only those that begin with one of them.
[[nodiscard]] std::vector<std::string> exports_of(const std::string& library,
                                                  const std::vector<std::string>& beginnings);

}  // namespace postern::link
