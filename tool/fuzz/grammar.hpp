// SPDX-License-Identifier: Apache-2.0

// Random systems that are well formed: every key of manifests and lists, with values at and beyond their limits, and
// names that are close to those of C, of the headers and of the generated code. Random text seldom reaches the
// emitters; these systems do.
//
// What must hold: a system that is refused is refused with a place, and what is generated of one that is accepted
// compiles. So no name and no number is accepted that a compiler would find fault with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "fuzz/fuzz.hpp"

namespace postern::fuzz {

struct System {
  Texts texts;  // list.yaml and its manifests
  std::string backend;
  std::string level;
};

[[nodiscard]] System random_system(std::uint64_t seed);

/// Compiles everything that is generated of one system for a target, or says that it was refused. `root` is the tree,
/// whose headers and checks of tables the sources include.
class GeneratedCode {
 public:
  GeneratedCode(std::filesystem::path root, std::filesystem::path directory);

  struct Answer {
    bool is_accepted = false;
    std::string problem;  // empty when all is as it must be
  };

  /// With `is_compiled` false, the code is generated and not compiled.
  [[nodiscard]] Answer of(const System& system, bool is_compiled) const;

 private:
  [[nodiscard]] std::string compile() const;

  std::filesystem::path root_;
  std::filesystem::path directory_;
};

}  // namespace postern::fuzz
