// Random faults in manifests, lists and boards, and what has to be true of the compiler whatever it is given: it
// returns, no exception escapes, every error says where, and what it prints is harmless and short.
//
// Everything follows from the seed, so that a case that was found can be made again.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>

namespace postern::fuzz {

using Texts = std::map<std::string, std::string>;  // by the name of the file

/// A small system that is right: list.yaml, its manifests, board.yaml and extra.yaml.
[[nodiscard]] const Texts& seeds();

/// What the compiler says of them; empty when they are right.
[[nodiscard]] std::string errors_of_seeds(const std::filesystem::path& directory);

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : random_(seed) {}

  /// A text with a few faults, with pieces of the others in it.
  [[nodiscard]] std::string mutate(std::string text, const Texts& others);
  /// Less than `bound`, which is not 0.
  [[nodiscard]] std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

 private:
  void once(std::string& text, const Texts& others);
  [[nodiscard]] std::string piece(const std::string& text);

  std::mt19937_64 random_;
};

class Case {
 public:
  /// One of the texts is made wrong and all are written to the directory.
  Case(std::uint64_t seed, std::filesystem::path directory);

  /// What is wrong with the answer of the compiler; empty when nothing is.
  [[nodiscard]] std::string run() const;
  /// For a report: which file, and its text.
  [[nodiscard]] std::string described() const;

 private:
  std::filesystem::path directory_;
  std::string file_;
  std::string text_;
  std::string backend_;
  std::string level_;
};

}  // namespace postern::fuzz
