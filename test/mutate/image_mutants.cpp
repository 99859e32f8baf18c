// SPDX-License-Identifier: Apache-2.0

#include "image_mutants.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>

#include "lines.hpp"
#include "tables.hpp"
#include "thumb.hpp"

namespace mutate {
namespace {

namespace fs = std::filesystem;

/// The lines of the sources.
class Sources {
 public:
  explicit Sources(const fs::path& root) : root_(root) {}

  /// The innermost line of a file that is mutated, by the file's name below the root. The words of register accesses
  /// and of traps belong to their callers. Code that tries the boundaries or reads them back is not mutated: on no
  /// board of a suite do they fail.
  [[nodiscard]] std::optional<Line> line_of(const std::vector<Line>& lines) {
    std::optional<Line> found;
    for (const Line& line : lines) {
      const std::string& name = name_of(line.file);
      if (name == "port/armv8m/self_test.cpp" || reads_back(line.function)) {
        return std::nullopt;
      }
      const bool is_wanted = name.starts_with("port/armv8m/") || name.starts_with("board/");
      if (!found && is_wanted && name != "port/armv8m/registers.hpp" && name != "port/armv8m/trap.h" &&
          name != "port/armv8m/in_image.hpp") {
        found = Line{name, line.number, line.function};
      }
    }
    return found;
  }

  [[nodiscard]] std::string text_of(const std::string& name, unsigned line) {
    auto& lines = files_[name];
    if (lines.empty()) {
      std::ifstream stream(root_ / name);
      for (std::string text; std::getline(stream, text);) {
        lines.push_back(one_line(text));
      }
    }
    return line == 0 || line > lines.size() ? "" : lines[line - 1];
  }

 private:
  static bool reads_back(const std::string& function) {
    return function == "note" || function == "check_boundaries" || function == "refuse_to_start" ||
           function == "limit_stack" || function == "kept_ports";
  }

  static std::string one_line(const std::string& text) {
    std::string result;
    for (const char character : text.substr(0, text.find(" //"))) {
      const bool is_space = character == ' ' || character == '\t';
      if (!is_space || (!result.empty() && result.back() != ' ')) {
        result += is_space ? ' ' : character;
      }
    }
    while (result.ends_with(' ')) {
      result.pop_back();
    }
    return result;
  }

  /// The path below the root. A compiler may have written any path to it: this is its longest end that is a file there.
  const std::string& name_of(const std::string& file) {
    const auto [found, is_new] = names_.emplace(file, "");
    if (is_new) {
      const fs::path path = file;
      for (auto first = path.begin(); first != path.end() && found->second.empty(); ++first) {
        fs::path end;
        std::for_each(first, path.end(), [&](const fs::path& part) { end /= part; });
        found->second = end.is_relative() && fs::is_regular_file(root_ / end) ? end.string() : "";
      }
    }
    return found->second;
  }

  fs::path root_;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::vector<std::string>> files_;
};

/// One instruction of a mutated file.
struct Site {
  std::uint32_t address;
  Instruction instruction;
  std::string file;
  unsigned line;
  std::string function;  // the innermost
  std::string symbol;    // the function that is called
};

std::string symbol_at(const Image& image, std::uint32_t address) {
  const auto next = image.functions().upper_bound(address);
  return next == image.functions().begin() ? "" : std::prev(next)->second.name;
}

std::vector<Site> sites_of(const Image& image, Sources& sources) {
  std::vector<std::uint32_t> addresses;
  for (const auto& [first, end] : image.code()) {
    for (std::uint32_t at = first; at + 2 <= end;) {
      addresses.push_back(at);
      at += Instruction{image.half(at), 0, false}.is_wide() ? 4 : 2;
    }
  }
  const std::vector<std::vector<Line>> lines = lines_of(image.path(), addresses);
  std::vector<Site> sites;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const std::optional<Line> line = sources.line_of(lines[i]);
    if (!line) {
      continue;
    }
    const std::uint16_t first = image.half(addresses[i]);
    const bool is_wide = Instruction{first, 0, false}.is_wide();
    const std::uint16_t second = is_wide ? image.half(addresses[i] + 2) : std::uint16_t{0};
    const bool in_assembly = line->file.ends_with(".S") || line->file.ends_with(".inc");
    std::string symbol = symbol_at(image, addresses[i]);
    std::string function = in_assembly ? symbol : line->function;
    sites.push_back(
        {addresses[i], {first, second, in_assembly}, line->file, line->number, std::move(function), std::move(symbol)});
  }
  return sites;
}

std::vector<std::uint8_t> bytes_of(const Instruction& from, const Change& change) {
  std::vector<std::uint8_t> bytes{static_cast<std::uint8_t>(change.first),
                                  static_cast<std::uint8_t>(change.first >> 8U)};
  if (from.is_wide()) {
    bytes.push_back(static_cast<std::uint8_t>(change.second));
    bytes.push_back(static_cast<std::uint8_t>(change.second >> 8U));
  }
  return bytes;
}

class Finder {
 public:
  explicit Finder(const fs::path& root) : sources_(root) {}

  void add(const NamedImage& named) {
    std::map<std::string, unsigned> ordinals;
    std::set<std::string> new_lines;
    std::set<std::uint32_t> literals;
    for (const Site& site : sites_of(named.image, sources_)) {
      const std::string line = site.file + "\t" + std::to_string(site.line) + "\t" + site.symbol;
      const bool is_new = new_lines.contains(line) || known_lines_.insert(line).second;
      if (is_new) {
        new_lines.insert(line);
      }
      const std::string place = line + "\t" + std::to_string(form_of(site.instruction));
      const std::string key = place + "\t" + std::to_string(ordinals[place]++);
      for (const Change& change : changes_of(site.instruction)) {
        put(named, site, key, change.what, is_new,
            {named.image.offset_of(site.address), bytes_of(site.instruction, change)});
      }
      add_literal(named, site, key, is_new, literals);
    }
    if (named.with_tables) {
      add_tables(named);
    }
  }

  [[nodiscard]] std::vector<ImageMutant> take() { return std::move(mutants_); }

 private:
  void put(const NamedImage& named, const Site& site, const std::string& key, const std::string& change, bool is_new,
           Patch patch) {
    std::string code = sources_.text_of(site.file, site.line);
    put(named, key + "\t" + change, is_new, {site.file, site.line, site.function, std::move(code), change, {}},
        std::move(patch));
  }

  void put(const NamedImage& named, const std::string& key, bool is_new, ImageMutant mutant, Patch patch) {
    const auto known = places_.find(key);
    if (known != places_.end()) {
      mutants_[known->second].patches.emplace(named.name, std::move(patch));
    } else if (is_new) {
      places_[key] = mutants_.size();
      mutant.patches.emplace(named.name, std::move(patch));
      mutants_.push_back(std::move(mutant));
    }
  }

  void add_literal(const NamedImage& named, const Site& site, const std::string& key, bool is_new,
                   std::set<std::uint32_t>& seen) {
    const auto distance = literal_of(site.instruction);
    if (!distance) {
      return;
    }
    const std::uint32_t address = (site.address & ~3U) + 4 + static_cast<std::uint32_t>(*distance);
    if (named.image.at(address, 4) == nullptr || !seen.insert(address).second) {
      return;
    }
    const std::uint32_t value = named.image.word(address);
    const bool names_a_place =
        named.image.at(value & ~1U, 1) != nullptr || (value >= 0x2000'0000U && value < 0x4000'0000U);
    const std::vector<std::uint32_t> others =
        names_a_place ? std::vector<std::uint32_t>{value - 4, value + 4, value + 32} : values_near(value);
    for (const std::uint32_t other : others) {
      Patch patch{named.image.offset_of(address), {}};
      for (unsigned i = 0; i < 4; ++i) {
        patch.bytes.push_back(static_cast<std::uint8_t>(other >> (8 * i)));
      }
      const std::string change = names_a_place ? "address " + (other < value ? "-" + hexadecimal(value - other)
                                                                             : "+" + hexadecimal(other - value))
                                               : hexadecimal(value) + " -> " + hexadecimal(other);
      put(named, site, key, change, is_new, std::move(patch));
    }
  }

  void add_tables(const NamedImage& named) {
    for (TableChange& change : changes_of_tables(named.image)) {
      const std::string owner = change.is_of_board ? "" : named.name;  // made from this image's manifests
      const std::string key = owner + "\t" + change.what + "\t" + change.change;
      put(named, key, true, {change.file, 0, owner.empty() ? "-" : owner, change.what, change.change, {}},
          {named.image.offset_of(change.address), change.bytes});
    }
  }

  Sources sources_;
  std::vector<ImageMutant> mutants_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> known_lines_;
};

}  // namespace

std::vector<ImageMutant> find_image_mutants(const fs::path& root, const std::vector<NamedImage>& images) {
  Finder finder(root);
  for (const NamedImage& image : images) {
    finder.add(image);
  }
  return finder.take();
}

}  // namespace mutate
