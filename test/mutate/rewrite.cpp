// SPDX-License-Identifier: Apache-2.0

#include "rewrite.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace mutate {
namespace {

namespace fs = std::filesystem;

// Read once, before main(). Code that the compiler evaluates is never mutated.
constexpr const char* kHeader = R"(#pragma once

#include <cstdlib>
#include <type_traits>

inline const int postern_mutant = [] {
  const char* const word = std::getenv("POSTERN_MUTANT");
  return word == nullptr ? 0 : std::atoi(word);
}();

#define POSTERN_MUTANT(number) (!__builtin_is_constant_evaluated() && postern_mutant == (number))

template <typename Constant>
constexpr Constant postern_other(Constant constant) {
  if constexpr (std::is_enum_v<Constant>) {
    return static_cast<Constant>(static_cast<std::underlying_type_t<Constant>>(constant) - 1);
  } else {
    return static_cast<Constant>(constant + 1);
  }
}
)";

std::string comparison_instead_of(const std::string& symbol) {
  static const std::map<std::string, std::string> kOthers{{"<", "<="}, {"<=", "<"},  {">", ">="},
                                                          {">=", ">"}, {"==", "!="}, {"!=", "=="}};
  return kOthers.at(symbol);
}

std::string change_of(const Site& site) {
  switch (site.kind) {
    case Kind::condition: return "never";
    case Kind::invariant: return "not checked";
    case Kind::logical: return site.symbol == "&&" ? "or" : "and";
    case Kind::comparison: return comparison_instead_of(site.symbol);
    case Kind::negation: return "without !";
    case Kind::constant: return "another";
  }
  throw std::logic_error("no such kind");
}

/// Writes one file. Its site i has the number first + i.
class Writer {
 public:
  Writer(const File& file, std::size_t first) : file_(file), first_(first) {}

  [[nodiscard]] std::string write() const { return render({0, file_.text.size()}, 0); }

 private:
  /// The text of a span, with the sites in it, from site `from` on.
  [[nodiscard]] std::string render(Span span, std::size_t from) const {
    std::string result;
    std::size_t position = span.begin;
    for (std::size_t i = from; i < file_.sites.size(); ++i) {
      const Site& site = file_.sites[i];
      if (site.span.begin >= position && span.contains(site.span)) {
        result += file_.text.substr(position, site.span.begin - position) + mutated(i);
        position = site.span.end;
      }
    }
    return result + file_.text.substr(position, span.end - position);
  }

  [[nodiscard]] std::string mutated(std::size_t i) const {
    const Site& site = file_.sites[i];
    const std::string chosen = "POSTERN_MUTANT(" + std::to_string(first_ + i) + ")";
    const auto part = [&](Span span) { return "(" + render(span, i + 1) + ")"; };
    switch (site.kind) {
      case Kind::condition: return "(!" + chosen + " && " + part(site.span) + ")";
      case Kind::invariant: return "(" + chosen + " || " + part(site.span) + ")";
      case Kind::logical: {  // a && b: where a is false the result is false, otherwise b; the mutant is the reverse
        const std::string decides = site.symbol == "&&" ? chosen : "!" + chosen;
        return "(static_cast<bool>" + part(site.left) + " == " + decides + " ? " + decides + " : static_cast<bool>" +
               part(site.right) + ")";
      }
      case Kind::comparison: {
        const std::string left = part(site.left);
        const std::string right = part(site.right);
        return "(" + chosen + " ? " + left + " " + comparison_instead_of(site.symbol) + " " + right + " : " + left +
               " " + site.symbol + " " + right + ")";
      }
      case Kind::negation: return "(static_cast<bool>" + part(site.left) + " == " + chosen + ")";
      case Kind::constant: return "(" + chosen + " ? postern_other" + part(site.span) + " : " + part(site.span) + ")";
    }
    throw std::logic_error("no such kind");
  }

  const File& file_;
  std::size_t first_;
};

void write_if_changed(const fs::path& path, const std::string& text) {
  if (std::ifstream old(path, std::ios::binary); old && std::string(std::istreambuf_iterator<char>(old), {}) == text) {
    return;
  }
  fs::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  if (!stream.flush()) {
    throw std::runtime_error("cannot write " + path.string());
  }
}

std::string one_line(std::string text) {
  std::string result;
  for (const char character : text) {
    const bool space = character == '\n' || character == '\t' || character == ' ';
    if (!space || !result.ends_with(' ')) {
      result += space ? ' ' : character;
    }
  }
  return result;
}

/// Removes files from the tree that the kernel no longer has.
void remove_former_files(const fs::path& root, const fs::path& tree) {
  std::vector<fs::path> former;
  for (const auto& entry : fs::recursive_directory_iterator(tree / "spm")) {
    const fs::path name = entry.path().lexically_relative(tree);
    if (entry.is_regular_file() && name != "spm/mutant.hpp" && !fs::exists(root / name)) {
      former.push_back(entry.path());
    }
  }
  for (const fs::path& path : former) {
    fs::remove(path);
  }
}

}  // namespace

void write_mutants(const fs::path& root, const Files& files, const fs::path& tree, const fs::path& list) {
  std::string lines;
  std::size_t next = 1;
  for (const auto& [name, file] : files) {
    write_if_changed(tree / name, "#include \"spm/mutant.hpp\"\n" + Writer(file, next).write());
    for (const Site& site : file.sites) {
      const auto line =
          1 + std::count(file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(site.span.begin), '\n');
      lines += std::to_string(next++) + "\t" + name + "\t" + std::to_string(line) + "\t" +
               (site.function.empty() ? "-" : site.function) + "\t" +
               one_line(file.text.substr(site.span.begin, site.span.end - site.span.begin)) + "\t" + change_of(site) +
               "\n";
    }
  }
  write_if_changed(tree / "spm/mutant.hpp", kHeader);
  write_if_changed(list, lines);
  for (const auto& entry : fs::recursive_directory_iterator(root / "spm")) {  // those that are not compiled
    const std::string name = entry.path().lexically_relative(root).string();
    if (entry.is_regular_file() && !files.contains(name)) {
      std::ifstream stream(entry.path(), std::ios::binary);
      write_if_changed(tree / name, {std::istreambuf_iterator<char>(stream), {}});
    }
  }
  remove_former_files(root, tree);
}

}  // namespace mutate
