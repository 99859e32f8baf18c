#include "text/source.hpp"

#include <fstream>
#include <utility>

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
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(name, ignored)) {
    return nullptr;
  }
  std::ifstream stream(name, std::ios::binary);
  if (!stream) {
    return nullptr;
  }
  std::string text(SourceFile::kMostBytes + 1, 0);
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  text.shrink_to_fit();
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
