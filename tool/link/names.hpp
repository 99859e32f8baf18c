// Names of finished objects and images: which calls partitions make, what they may not use, and where things lie.
#pragma once

#include <string>
#include <vector>

namespace postern::link {

/// The header by which the kernel leaves out what no partition of the image calls (spm/ipc/enter.cpp).
[[nodiscard]] std::string calls_header(const std::vector<std::string>& partitions);

/// A linked partition, or the host's non-secure program.
struct Linked {
  std::string owner;  // for people: "partition VAULT"
  std::string object;
  std::vector<std::string> allowed;  // files of names, one a line
  unsigned long heap_size = 0;
  std::vector<std::string> others;  // objects in which to look for what defines a stray name
  std::string nulls;                // file for objcopy's --redefine-syms: weak names, made ones that nothing defines
};

/// The errors, one a line: each name that the object uses and that is neither its own nor one of those allowed.
[[nodiscard]] std::vector<std::string> stray_names(const Linked& linked);

/// A linker script for tests of the boundary, which have to know where things of the secure image lie. Each symbol is
/// called `secure.<name>`, so that it meets none of the program that is linked with the script.
[[nodiscard]] std::string secure_symbols_script(const std::string& image);

/// What a shared library offers, of which the names may have to begin with one of these.
[[nodiscard]] std::vector<std::string> exports_of(const std::string& library,
                                                  const std::vector<std::string>& beginnings);

}  // namespace postern::link
