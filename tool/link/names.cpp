// SPDX-License-Identifier: Apache-2.0

#include "link/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <string_view>

#include "elf/object.hpp"

namespace postern::link {

namespace {

constexpr std::string_view kSmallLetters = "abcdefghijklmnopqrstuvwxyz_";

/// "psa_call" for psa_call and for psa_call.part.0; empty when the name is not in the API.
std::string call_of(const std::string& name) {
  for (const std::string_view beginning : {"psa_", "tfm_"}) {
    const std::size_t end = std::min(name.find_first_not_of(kSmallLetters), name.size());
    if (name.starts_with(beginning) && end > beginning.size()) {
      return name.substr(0, end);
    }
  }
  return "";
}

elf::Names names_in(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    throw elf::Unreadable(fmt::format("cannot read {}", path));
  }
  elf::Names names;
  for (std::string line; std::getline(file, line);) {
    names.insert(line);
  }
  return names;
}

bool defines(const std::string& path, const std::string& name) {
  for (const elf::Object& object : elf::read_objects(path)) {
    const std::vector<elf::Symbol> symbols = elf::symbols_of_any(object);
    if (std::any_of(symbols.begin(), symbols.end(),
                    [&](const elf::Symbol& symbol) { return symbol.is_defined && symbol.name == name; })) {
      return true;
    }
  }
  return false;
}

std::string error_of(const Linked& linked, const std::string& name) {
  for (const std::string& other : linked.others) {
    if (defines(other, name)) {
      return fmt::format("error: {}: `{}` is not part of it; it is defined in {}", linked.owner, name, other);
    }
  }
  return fmt::format("error: {}: `{}` is not part of it; nothing in the image defines it", linked.owner, name);
}

}  // namespace

std::string calls_header(const std::vector<std::string>& partitions) {
  elf::Names calls;
  for (const std::string& partition : partitions) {
    for (const elf::Symbol& symbol : elf::Object(partition).symbols()) {
      if (const std::string call = call_of(symbol.name); symbol.is_defined && !call.empty()) {
        calls.insert(call);
      }
    }
  }
  std::string text = fmt::format(
      "// The functions of the PSA API that partitions of this image call.\n#include <array>\n#include "
      "<string_view>\n\nnamespace spm::system {{\ninline constexpr std::array<std::string_view, {}> kCallsMade{{\n",
      calls.size());
  for (const std::string& call : calls) {
    text += fmt::format("    \"{}\",\n", call);
  }
  return text + "};\n}  // namespace spm::system\n";
}

std::vector<std::string> stray_names(const Linked& linked) {
  elf::Names allowed;
  for (const std::string& file : linked.allowed) {
    allowed.merge(names_in(file));
  }
  std::vector<std::string> errors;
  const elf::Object::Needed needed = elf::Object(linked.object).names_needed();
  std::string nulls;
  for (const std::string& name : needed.all) {
    if (allowed.contains(name)) {
      continue;
    }
    if (needed.weak.contains(name)) {
      nulls += fmt::format("{0} postern.null.{0}\n", name);
    } else {
      errors.push_back(error_of(linked, name));
    }
  }
  if (!linked.nulls.empty() && !(std::ofstream(linked.nulls) << nulls)) {
    throw elf::Unreadable(fmt::format("cannot write {}", linked.nulls));
  }
  return errors;
}

std::string secure_symbols_script(const std::string& image) {
  std::vector<elf::Symbol> symbols = elf::Object(image).symbols();
  std::sort(symbols.begin(), symbols.end(), [](const elf::Symbol& a, const elf::Symbol& b) { return a.name < b.name; });
  std::string text = fmt::format("/* From {}. */\n", image);
  for (const elf::Symbol& symbol : symbols) {
    if (symbol.is_defined && !symbol.is_local) {
      text += fmt::format("\"secure.{}\" = 0x{:08x};\n", symbol.name, symbol.address);
    }
  }
  return text;
}

std::vector<std::string> exports_of(const std::string& library, const std::vector<std::string>& beginnings) {
  elf::Names names;
  for (const elf::Symbol& symbol : elf::Object(library).dynamic_symbols()) {
    const bool is_wanted =
        beginnings.empty() || std::any_of(beginnings.begin(), beginnings.end(), [&](const std::string& beginning) {
          return symbol.name.starts_with(beginning);
        });
    if (symbol.is_defined && !symbol.is_local && is_wanted) {
      names.insert(symbol.name);
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace postern::link
