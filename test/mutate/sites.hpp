// SPDX-License-Identifier: Apache-2.0

// The places in the kernel's sources where one thing can be made wrong.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mutate {

/// A part of a file, by its offsets.
struct Span {
  std::size_t begin;
  std::size_t end;

  [[nodiscard]] bool contains(const Span& other) const { return begin <= other.begin && other.end <= end; }
  auto operator<=>(const Span&) const = default;
};

/// In the order in which they enclose each other if they have the same span.
enum class Kind {
  condition,   // if (c): never
  invariant,   // POSTERN_INVARIANT(c): never checked
  logical,     // && and ||, one for the other
  comparison,  // < for <=, == for !=
  negation,    // !x: x
  constant,    // a status, a rule, a kind of panic: another one
};

struct Site {
  Span span;
  Kind kind;
  std::string symbol;  // the present text: "<", "&&"
  Span left;           // operands of logical and comparison, the operand of negation
  Span right;
  std::string function;  // the function around it
};

struct File {
  std::string text;
  std::vector<Site> sites;         // by span, the enclosing one first
  std::vector<Span> constants;     // evaluated by the compiler: they cannot be wrong at run time
  std::size_t constant_sites = 0;  // sites in constants, which are not in `sites`
};

/// By the file's path below `root`, "spm/ipc/queue.cpp".
using Files = std::map<std::string, File>;

/// All sites of root/spm, as compiled in these build directories.
Files find_sites(const std::filesystem::path& root, const std::vector<std::filesystem::path>& build_directories);

}  // namespace mutate
