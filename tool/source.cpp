#include "source.hpp"

#include <fstream>
#include <iterator>
#include <utility>

namespace postern {

SourceFile::SourceFile(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') {
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
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) {
    rest.remove_suffix(1);
  }
  return rest;
}

const SourceFile* Sources::open(const std::filesystem::path& name) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(name, ignored)) {
    return nullptr;
  }
  std::ifstream stream(name, std::ios::binary);
  if (!stream) {
    return nullptr;
  }
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  files_.push_back(std::make_unique<SourceFile>(name.string(), std::move(text)));
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
