#include "yaml_reader.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

namespace postern {

namespace {

Position position(const SourceFile& file, const YAML::Mark& mark, std::size_t length) {
  if (mark.is_null()) {
    return {&file, 0, 0, 1};
  }
  return {&file, static_cast<unsigned>(mark.line) + 1, static_cast<unsigned>(mark.column) + 1,
          static_cast<unsigned>(length)};
}

class Converter {
 public:
  Converter(const SourceFile& file, Diagnostics& diagnostics) : file_(file), diagnostics_(diagnostics) {}

  Value convert(const YAML::Node& node) {
    Value value;
    value.at = position(file_, node.Mark(), 1);
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null: break;
      case YAML::NodeType::Scalar:
        value.kind = Value::Kind::scalar;
        value.text = node.Scalar();
        value.quoted = node.Tag() == "!";
        value.at.length = static_cast<unsigned>(value.text.size() + (value.quoted ? 2 : 0));
        break;
      case YAML::NodeType::Sequence:
        value.kind = Value::Kind::list;
        for (const YAML::Node& item : node) {
          value.items.push_back(convert(item));
        }
        break;
      case YAML::NodeType::Map: convert_map(node, value); break;
    }
    return value;
  }

 private:
  void convert_map(const YAML::Node& node, Value& value) {
    value.kind = Value::Kind::map;
    for (const auto& pair : node) {
      Entry entry{convert(pair.first), convert(pair.second)};
      for (const Entry& other : value.entries) {
        if (other.key.text != entry.key.text) {
          continue;
        }
        diagnostics_.error(entry.key.at, fmt::format("the key `{}` is given twice; keep one", entry.key.text));
        diagnostics_.note(other.key.at, "the first is here");
      }
      value.entries.push_back(std::move(entry));
    }
  }

  const SourceFile& file_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<Value> read_yaml(const SourceFile& file, Diagnostics& diagnostics) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(file.text());
    if (documents.empty()) {
      diagnostics.error({&file, 1, 1, 1}, "the file is empty; one YAML or JSON document is expected");
      return std::nullopt;
    }
    if (documents.size() > 1) {
      diagnostics.error(position(file, documents[1].Mark(), 1), "a second document begins here; only one is expected");
      return std::nullopt;
    }
    return Converter(file, diagnostics).convert(documents.front());
  } catch (const YAML::Exception& problem) {
    diagnostics.error(position(file, problem.mark, 1), fmt::format("not valid YAML or JSON: {}", problem.msg));
    return std::nullopt;
  }
}

}  // namespace postern
