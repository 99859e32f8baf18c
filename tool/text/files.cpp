// SPDX-License-Identifier: Apache-2.0

#include "text/files.hpp"

#include <fstream>
#include <iterator>

namespace postern {

namespace {

bool has_content(const std::filesystem::path& path, const std::string& text) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    return false;
  }
  const std::string present{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  return present == text;
}

}  // namespace

bool write_if_changed(const std::filesystem::path& path, const std::string& text) {
  if (has_content(path, text)) {
    return true;
  }
  std::error_code ignored;
  if (path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  return !stream.fail();
}

}  // namespace postern
