// SPDX-License-Identifier: Apache-2.0

// Random faults in manifests, lists and boards, and what must hold for the compiler whatever its input: it returns, no
// exception escapes, every error has a position, and its output is harmless and short.
//
// Everything follows from the seed, so that a failing case can be repeated.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>

#include "compile.hpp"

namespace postern::fuzz {

using Texts = std::map<std::string, std::string>;  // by file name

/// A small valid system: list.yaml, its manifests, board.yaml and extra.yaml.
[[nodiscard]] const Texts& seeds();

/// The compiler's errors in the seeds; empty when they are valid.
[[nodiscard]] std::string errors_of_seeds(const std::filesystem::path& directory);

/// The files of this directory as one system.
[[nodiscard]] Invocation invocation_of(const std::filesystem::path& directory);
/// What is wrong with the compiler's answer, whatever its input; empty when nothing.
[[nodiscard]] std::string judge(const Compilation& compilation);

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  /// The text with a few faults, some of them pieces of other texts.
  [[nodiscard]] std::string mutate(std::string text, const Texts& others);
  /// A number below `bound`, which is not 0.
  [[nodiscard]] std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

 private:
  void once(std::string& text, const Texts& others);
  [[nodiscard]] std::string piece(const std::string& text);

  std::mt19937_64 random_;
};

class Case {
 public:
  /// Puts faults into one of the texts and writes all of them to the directory.
  Case(std::uint64_t seed, std::filesystem::path directory);

  /// What the compiler did wrong; empty when nothing.
  [[nodiscard]] std::string run() const;
  /// The file with faults and its text, for a report.
  [[nodiscard]] std::string described() const;

 private:
  std::filesystem::path directory_;
  std::string file_;
  std::string text_;
  std::string backend_;
  std::string level_;
};

}  // namespace postern::fuzz
