// SPDX-License-Identifier: Apache-2.0

#include "program.hpp"

#include <cxxabi.h>
#include <elf.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <tuple>

#include "elf/object.hpp"

namespace postern::bench {

namespace {

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;) {
    text.replace(at, what.size(), by);
  }
}

std::string readable(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(abi::__cxa_demangle(name, nullptr, nullptr, &status),
                                                          &std::free);
  std::string text = status == 0 ? plain.get() : name;
  replace_all(text, "(anonymous namespace)::", "");
  for (const char* end : {"(", " [clone", ".isra.", ".part.", ".constprop.", ".lto_priv."}) {
    text = text.substr(0, text.find(end));
  }
  return text;
}

std::vector<std::uint32_t> words_of(const elf::Bytes& bytes) {
  std::vector<std::uint32_t> words(bytes.size() / sizeof(std::uint32_t));
  std::memcpy(words.data(), bytes.data(), words.size() * sizeof(std::uint32_t));
  return words;
}

void read_sections(const elf::Object& object, Program& program) {
  for (const elf::Section& section : object.sections()) {
    if (section.takes_memory) {
      program.sections.push_back({section.name, static_cast<std::uint32_t>(section.memory.first),
                                  static_cast<std::uint32_t>(section.memory.end - section.memory.first),
                                  section.is_code, section.type == SHT_PROGBITS});
    }
    if (section.name == ".vectors") {
      program.vectors = words_of(object.bytes_of(section));
    }
  }
}

void read_symbols(const elf::Object& object, Program& program) {
  for (const elf::Symbol& symbol : object.symbols()) {
    if (!symbol.name.empty() && !symbol.name.starts_with('$') && symbol.section != SHN_ABS &&
        symbol.kind != elf::Symbol::Kind::other) {
      program.symbols.push_back({readable(symbol.name.c_str()), static_cast<std::uint32_t>(symbol.address),
                                 static_cast<std::uint32_t>(symbol.size), symbol.kind == elf::Symbol::Kind::function});
    }
  }
}

// Reads " .partition.NAME.KIND   0xADDRESS   0xSIZE file". All that follows the name can be on the next line.
std::vector<Share> read_map(const std::string& path) {
  std::vector<Share> shares;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    if (!line.starts_with(" .partition.")) {
      continue;
    }
    std::istringstream words(line);
    std::string name;
    std::string address;
    words >> name;
    if (!(words >> address)) {
      std::getline(file, line);
      words = std::istringstream(line);
      words >> address;
    }
    std::string size;
    words >> size;
    const std::size_t dot = name.rfind('.');
    const std::size_t first = std::strlen(".partition.");
    if (address == "0x0000000000000000" || address == "0x00000000" || size.empty() || dot < first) {
      continue;
    }
    shares.push_back({name.substr(first, dot - first), name.substr(dot + 1),
                      static_cast<std::uint32_t>(std::stoull(address, nullptr, 16)),
                      static_cast<std::uint32_t>(std::stoull(size, nullptr, 16))});
  }
  return shares;
}

}  // namespace

std::uint32_t Program::address_of(const std::string& name) const {
  const auto found = std::ranges::find(symbols, name, &Symbol::name);
  return found == symbols.end() ? 0 : found->address;
}

const Section* Program::section_at(std::uint32_t address) const {
  const auto found =
      std::ranges::find_if(sections, [&](const Section& section) { return address - section.address < section.size; });
  return found == sections.end() ? nullptr : &*found;
}

const Share* Program::share_at(std::uint32_t address) const {
  const auto found =
      std::ranges::find_if(shares, [&](const Share& share) { return address - share.address < share.size; });
  return found == shares.end() ? nullptr : &*found;
}

Program read_program(const std::string& path, const std::string& map) {
  const elf::Object object(path);
  Program program;
  read_sections(object, program);
  read_symbols(object, program);
  if (!map.empty()) {
    program.shares = read_map(map);
  }
  // Where an address has several names, the one with a size comes first, and then a function's.
  std::ranges::stable_sort(program.symbols, [](const Symbol& a, const Symbol& b) {
    return std::tuple(a.address, a.size == 0, !a.is_function) < std::tuple(b.address, b.size == 0, !b.is_function);
  });
  return program;
}

std::string function_at(const Program& secure, const Program& non_secure, std::uint32_t address) {
  const Section* section = secure.section_at(address);
  const Program& program = section != nullptr ? secure : non_secure;
  std::string owner = "non-secure";
  if (section != nullptr) {
    const Share* share = secure.share_at(address);
    owner = share != nullptr ? share->partition : section->name == ".text" ? "kernel" : "gate";
  }
  const Symbol* last = nullptr;
  for (const Symbol& symbol : program.symbols) {
    if (symbol.address > address) {
      break;
    }
    if (symbol.is_function && (last == nullptr || symbol.address != last->address)) {
      last = &symbol;
    }
  }
  return fmt::format("{} {}", owner, last != nullptr ? last->name : "?");
}

}  // namespace postern::bench
