// SPDX-License-Identifier: Apache-2.0

#include "text/source.hpp"

#include <utility>

#include "text/files.hpp"

namespace postern {

SourceFile::SourceFile(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  if (text_.starts_with("\xEF\xBB\xBF")) {
    text_.erase(0, 3);
  }
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const bool is_old_end = text_[i] == '\r' && (i + 1 == text_.size() || text_[i + 1] != '\n');
    if (text_[i] == '\n' || is_old_end) {
      line_starts_.push_back(i + 1);
    }
  }
}

std::string_view SourceFile::line(unsigned number) const {
  if (number == 0 || number > line_starts_.size()) {
    return {};
  }
  const std::size_t start = line_starts_[number - 1];
  std::string_view rest = std::string_view(text_).substr(start);
  return rest.substr(0, rest.find_first_of("\r\n"));
}

const SourceFile* Sources::open(const std::filesystem::path& name) {
  if (const auto text = given_.find(name.string()); text != given_.end()) {
    return keep(text->first, text->second);
  }
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(name, ignored)) {
    return nullptr;
  }
  auto text = read_file(name, SourceFile::kMostBytes);
  return text ? keep(name.string(), std::move(*text)) : nullptr;
}

const SourceFile* Sources::keep(std::string name, std::string text) {
  files_.push_back(std::make_unique<SourceFile>(std::move(name), std::move(text)));
  return files_.back().get();
}

std::vector<std::string> Sources::names() const {
  std::vector<std::string> names;
  for (const auto& file : files_) {
    names.push_back(file->name());
  }
  return names;
}

}  // namespace postern
