// SPDX-License-Identifier: Apache-2.0

// The kernel is one object when it is linked, so names tell what belongs to which part: its namespaces are its floors.
// The link map tells what belongs to partitions. A byte without a name is alignment.
#include "sizes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace postern::bench {

namespace {

constexpr std::array kParts{"image",  "core",  "port",   "gates",     "runtime",
                            "tables", "board", "stacks", "partition", "alignment"};

// As in every memory map of Armv8-M: code is below, RAM above.
bool is_flash(const Section& section) { return section.address < 0x2000'0000U; }

// Empty for names that the linker makes.
std::string part_of(const Symbol& symbol, const Section& section) {
  const std::size_t return_type = symbol.name.substr(0, symbol.name.find_first_of("<(")).rfind(' ');  // of a template
  const std::string name = return_type == std::string::npos ? symbol.name : symbol.name.substr(return_type + 1);
  const auto starts = [&](const char* text) { return name.starts_with(text); };
  if (section.name == ".gates" || section.name == ".gnu.sgstubs") {
    return "gates";
  }
  if (section.name.starts_with(".stacks")) {
    return "stacks";
  }
  if (starts("spm::system::") || starts("load_table_start")) {
    return "tables";
  }
  if (starts("spm::") || starts("spm_")) {
    return "core";
  }
  if (starts("port::") || starts("port_")) {
    return "port";
  }
  if (starts("board::")) {
    return "board";
  }
  if (starts("mem") || starts("__aeabi") || starts("__gnu")) {
    return "runtime";
  }
  return symbol.size != 0 ? "core" : "";  // made by the compiler, of some function
}

// By part and name, "core spm_gate_call".
using Bytes = std::map<std::string, std::int64_t>;

constexpr const char* kAlignment = "alignment between";

std::int64_t bytes_of(const std::string& part, const Bytes& bytes) {
  std::int64_t sum = 0;
  for (const auto& [name, count] : bytes) {
    sum += part == "image" || name.starts_with(part + " ") ? count : 0;
  }
  return sum;
}

void add_section(const Program& program, const Section& section, Bytes& bytes) {
  std::vector<std::string> owner(section.size, kAlignment);
  const auto fill = [&](std::uint32_t address, std::uint32_t size, const std::string& part, const std::string& name) {
    for (std::uint32_t i = 0; i < size && address - section.address + i < section.size; ++i) {
      owner[address - section.address + i] = fmt::format("{} {}", part, name);
    }
  };
  if (section.name.starts_with(".stacks") || section.name == ".vectors") {
    fill(section.address, section.size, section.name == ".vectors" ? "port" : "stacks", section.name);
  } else {
    std::vector<const Symbol*> symbols;
    for (const Symbol& symbol : program.symbols) {
      if (symbol.address - section.address < section.size && !part_of(symbol, section).empty()) {
        symbols.push_back(&symbol);
      }
    }
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      const std::uint32_t next = i + 1 < symbols.size() ? symbols[i + 1]->address : section.address + section.size;
      const std::uint32_t rest = next - symbols[i]->address;
      fill(symbols[i]->address, symbols[i]->size != 0 ? std::min(symbols[i]->size, rest) : rest,
           part_of(*symbols[i], section), symbols[i]->name);
    }
  }
  for (const Share& share : program.shares) {
    if (share.address - section.address < section.size) {
      fill(share.address, share.size, "partition", fmt::format("{}.{}", share.partition, share.kind));
    }
  }
  for (const std::string& name : owner) {
    ++bytes[name];
  }
}

// Counts from the first byte to the last: what lies between two sections is lost as well.
void add_gaps(const std::vector<const Section*>& sections, Bytes& bytes) {
  std::uint32_t end = sections.empty() ? 0 : sections.front()->address;
  for (const Section* section : sections) {
    if (section->address > end) {
      bytes[kAlignment] += section->address - end;
    }
    end = std::max(end, section->address + section->size);
  }
}

void add_run(const Run& run, Figures& figures, Profile& functions) {
  Program program = run.secure();
  std::ranges::sort(program.sections, {}, &Section::address);
  Bytes flash;
  Bytes ram;
  std::vector<const Section*> in_flash;
  std::vector<const Section*> in_ram;
  for (const Section& section : program.sections) {
    const bool is_code = is_flash(section);
    (is_code ? in_flash : in_ram).push_back(&section);
    add_section(program, section, is_code ? flash : ram);
    if (!is_code && section.is_loaded) {  // and its initial values
      add_section(program, section, flash);
    }
  }
  add_gaps(in_flash, flash);
  add_gaps(in_ram, ram);
  for (const char* part : kParts) {
    figures.push_back(
        {fmt::format("size.flash.{}.{}{}", part, run.configuration, run.suffix), bytes_of(part, flash), "bytes"});
    figures.push_back(
        {fmt::format("size.ram.{}.{}{}", part, run.configuration, run.suffix), bytes_of(part, ram), "bytes"});
  }
  functions[fmt::format("size.flash.image.{}{}", run.configuration, run.suffix)] = flash;
}

}  // namespace

Measured sizes(const std::vector<Run>& runs) {
  Measured measured;
  for (const Run& run : runs) {
    add_run(run, measured.figures, measured.profiles["size"]);
  }
  return measured;
}

std::string size_table(const Figures& figures, const std::vector<Run>& runs) {
  std::string text = fmt::format("{:<12}", "flash/RAM");
  for (const Run& run : runs) {
    text += fmt::format("{:>16}", run.configuration + run.suffix);
  }
  for (const char* part : kParts) {
    text += fmt::format("\n{:<12}", part);
    for (const Run& run : runs) {
      const std::string end = fmt::format("{}.{}{}", part, run.configuration, run.suffix);
      text += fmt::format("{:>16}", fmt::format("{}/{}", find(figures, "size.flash." + end)->value,
                                                find(figures, "size.ram." + end)->value));
    }
  }
  return text + "\n";
}

}  // namespace postern::bench
