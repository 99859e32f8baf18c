// SPDX-License-Identifier: Apache-2.0

// An input file, and a position in it. Diagnostics point at these.
//
// `Sources` keeps files for the whole run, so a `Position` is a plain value that any part of the model can keep.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern {

class SourceFile {
 public:
  /// The largest file that is read; of a larger one only the beginning is kept.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

  /// Skips a byte order mark at the beginning. Lines end with LF, CR LF or CR.
  SourceFile(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] bool is_too_large() const { return text_.size() > kMostBytes; }
  [[nodiscard]] unsigned line_count() const { return static_cast<unsigned>(line_starts_.size()); }
  /// The line without its line end, counted from 1; empty beyond the end of the file.
  [[nodiscard]] std::string_view line(unsigned number) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

/// Lines and columns count from 1; columns and length are in characters. Without a file, the position is the command
/// line.
struct Position {
  const SourceFile* file = nullptr;
  unsigned line = 0;
  unsigned column = 0;
  unsigned length = 1;
};

template <typename T>
struct Located {
  T value{};
  Position at{};
};

class Sources {
 public:
  /// nullptr when the file cannot be read. `name` is its name in diagnostics.
  const SourceFile* open(const std::filesystem::path& name);
  /// From now on `open` returns this text for this name, whether or not a file has it.
  void give(const std::string& name, std::string text) { given_[name] = std::move(text); }
  /// All files that were read, in the order of reading.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  const SourceFile* keep(std::string name, std::string text);

  std::vector<std::unique_ptr<SourceFile>> files_;
  std::map<std::string, std::string> given_;
};

}  // namespace postern
