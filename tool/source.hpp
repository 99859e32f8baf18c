// A file that was read and a place in it: what every diagnostic points at.
//
// Files live as long as the run, in `Sources`, so a `Position` is a plain value that can be kept anywhere in the model.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

class SourceFile {
 public:
  SourceFile(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  /// The line without its end, counted from 1; empty behind the end of the file.
  [[nodiscard]] std::string_view line(unsigned number) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

/// Line and column count from 1. Without a file the diagnostic is about the command line.
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
  /// nullptr when the file cannot be read. `name` is how diagnostics call it.
  const SourceFile* open(const std::filesystem::path& name);
  /// All files that were read, in the order of reading.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
};

}  // namespace postern
