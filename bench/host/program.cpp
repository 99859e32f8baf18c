#include "program.hpp"

#include <cxxabi.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

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

void read_sections(Elf* elf, Program& program) {
  std::size_t names = 0;
  elf_getshdrstrndx(elf, &names);
  for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
    GElf_Shdr header;
    gelf_getshdr(section, &header);
    const std::string name = elf_strptr(elf, names, header.sh_name);
    if ((header.sh_flags & SHF_ALLOC) != 0 && header.sh_size != 0) {
      program.sections.push_back({name, static_cast<std::uint32_t>(header.sh_addr),
                                  static_cast<std::uint32_t>(header.sh_size), (header.sh_flags & SHF_EXECINSTR) != 0,
                                  header.sh_type == SHT_PROGBITS});
    }
    if (name == ".vectors") {
      const Elf_Data* data = elf_getdata(section, nullptr);
      program.vectors.resize(data->d_size / sizeof(std::uint32_t));
      std::memcpy(program.vectors.data(), data->d_buf, program.vectors.size() * sizeof(std::uint32_t));
    }
    if (header.sh_type == SHT_SYMTAB) {
      Elf_Data* data = elf_getdata(section, nullptr);
      for (int i = 0; i < static_cast<int>(header.sh_size / header.sh_entsize); ++i) {
        GElf_Sym symbol;
        gelf_getsym(data, i, &symbol);
        const char* text = elf_strptr(elf, header.sh_link, symbol.st_name);
        const int type = GELF_ST_TYPE(symbol.st_info);
        const bool is_function = type == STT_FUNC;
        if (text == nullptr || *text == '\0' || *text == '$' || symbol.st_shndx == SHN_ABS ||
            (!is_function && type != STT_OBJECT && type != STT_NOTYPE)) {
          continue;
        }
        program.symbols.push_back({readable(text),
                                   static_cast<std::uint32_t>(symbol.st_value) & ~(is_function ? 1U : 0U),
                                   static_cast<std::uint32_t>(symbol.st_size), is_function});
      }
    }
  }
}

// " .partition.NAME.KIND   0xADDRESS   0xSIZE file", of which all after the name may stand in the next line.
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
  elf_version(EV_CURRENT);
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const std::unique_ptr<Elf, decltype(&elf_end)> elf(file < 0 ? nullptr : elf_begin(file, ELF_C_READ, nullptr),
                                                     &elf_end);
  if (elf == nullptr || elf_kind(elf.get()) != ELF_K_ELF) {
    throw std::runtime_error(fmt::format("{} is not an ELF file", path));
  }
  Program program;
  read_sections(elf.get(), program);
  close(file);
  if (!map.empty()) {
    program.shares = read_map(map);
  }
  // Of several names for one address the one that tells its size, and then a function's.
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
