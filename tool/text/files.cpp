// SPDX-License-Identifier: Apache-2.0

#include "text/files.hpp"

#include <algorithm>
#include <fstream>
#include <istream>

namespace postern {

namespace {

bool is_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

}  // namespace

bool write_if_changed(const std::filesystem::path& path, const std::string& text) {
  // A terminal or a pipe that is written to must not be read.
  if (is_file(path) && read_file(path, text.size()) == text) {
    return true;
  }
  std::error_code ignored;
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  std::ofstream stream(path, std::ios::binary);
  if (!stream) {
    return false;
  }
  stream << text;
  stream.close();
  if (stream.fail() && is_file(path)) {
    std::filesystem::remove(path, ignored);
  }
  return !stream.fail();
}

// Piece by piece: a file may state any size, and most are small.
std::string beginning_of(std::istream& stream, std::size_t most) {
  constexpr std::size_t kPiece = 16384;
  std::string text;
  for (std::size_t read = kPiece; read == kPiece && text.size() < most;) {
    const std::size_t before = text.size();
    text.resize(before + std::min(kPiece, most - before));
    stream.read(&text[before], static_cast<std::streamsize>(text.size() - before));
    read = static_cast<std::size_t>(stream.gcount());
    text.resize(before + read);
  }
  return text;
}

std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t most) {
  std::error_code ignored;
  std::ifstream stream(path, std::ios::binary);
  if (!stream || std::filesystem::is_directory(path, ignored)) {
    return std::nullopt;
  }
  return beginning_of(stream, most + 1);
}

}  // namespace postern
