#include "image.hpp"

#include <cxxabi.h>
#include <elf.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace mutate {
namespace {

template <typename Type>
Type read(const std::string& bytes, std::size_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(Type)) {
    throw std::runtime_error("the image ends too early");
  }
  Type value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

/// port::(anonymous namespace)::seal(std::byte*) -> port::seal
std::string short_name(const char* mangled) {
  int status = 0;
  char* const demangled = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  std::string name = status == 0 ? demangled : mangled;
  std::free(demangled);
  const std::string unnamed = "(anonymous namespace)::";
  for (std::size_t at = name.find(unnamed); at != std::string::npos; at = name.find(unnamed)) {
    name.erase(at, unnamed.size());
  }
  return name.substr(0, name.find('('));
}

}  // namespace

Image::Image(const std::string& path) : path_(path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  if (bytes.size() < sizeof(Elf32_Ehdr) || std::memcmp(bytes.data(), ELFMAG, SELFMAG) != 0) {
    throw std::runtime_error(path + " is no ELF file");
  }
  bytes_.assign(bytes.begin(), bytes.end());
  read_segments(bytes);
  read_symbols(bytes);
}

void Image::read_segments(const std::string& bytes) {
  const auto header = read<Elf32_Ehdr>(bytes, 0);
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    const auto segment = read<Elf32_Phdr>(bytes, header.e_phoff + std::size_t{i} * header.e_phentsize);
    // Data that boot copies is seen where the file loads it.
    if (segment.p_type == PT_LOAD && segment.p_filesz != 0) {
      segments_.push_back({segment.p_paddr, segment.p_offset, segment.p_filesz, (segment.p_flags & PF_X) != 0});
    }
  }
}

void Image::read_symbols(const std::string& bytes) {
  const auto header = read<Elf32_Ehdr>(bytes, 0);
  const auto section = [&](std::size_t i) { return read<Elf32_Shdr>(bytes, header.e_shoff + i * header.e_shentsize); };
  for (unsigned i = 0; i < header.e_shnum; ++i) {
    const Elf32_Shdr table = section(i);
    if (table.sh_type != SHT_SYMTAB) {
      continue;
    }
    const std::size_t names = section(table.sh_link).sh_offset;
    for (std::size_t at = 0; at < table.sh_size; at += sizeof(Elf32_Sym)) {
      const auto symbol = read<Elf32_Sym>(bytes, table.sh_offset + at);
      const std::string name = bytes.c_str() + names + symbol.st_name;
      const auto type = ELF32_ST_TYPE(symbol.st_info);
      if (name.starts_with("$t") || name.starts_with("$d")) {
        marks_[symbol.st_value] = name[1] == 't';
      } else if (type == STT_FUNC) {
        const std::uint32_t address = symbol.st_value & ~1U;
        functions_[address] = {short_name(name.c_str()), address, symbol.st_size};
      } else if (type != STT_SECTION && type != STT_FILE && !name.empty()) {
        const std::string shown = short_name(name.c_str());
        others_[shown] = {shown, symbol.st_value, symbol.st_size};
      }
    }
  }
}

const Image::Segment* Image::segment_of(std::uint32_t address, std::uint32_t size) const {
  for (const Segment& segment : segments_) {
    if (address >= segment.address && address - segment.address < segment.size &&
        segment.size - (address - segment.address) >= size) {
      return &segment;
    }
  }
  return nullptr;
}

const std::uint8_t* Image::at(std::uint32_t address, std::uint32_t size) const {
  const Segment* const segment = segment_of(address, size);
  return segment == nullptr ? nullptr : bytes_.data() + segment->offset + (address - segment->address);
}

std::uint32_t Image::offset_of(std::uint32_t address) const {
  const Segment* const segment = segment_of(address, 1);
  if (segment == nullptr) {
    throw std::runtime_error(path_ + " loads nothing there");
  }
  return segment->offset + (address - segment->address);
}

std::uint32_t Image::word(std::uint32_t address) const {
  return half(address) | std::uint32_t{half(address + 2)} << 16U;
}

std::uint16_t Image::half(std::uint32_t address) const {
  const std::uint8_t* const bytes = at(address, 2);
  if (bytes == nullptr) {
    throw std::runtime_error(path_ + " loads nothing there");
  }
  return static_cast<std::uint16_t>(bytes[0] | bytes[1] << 8U);
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> Image::code() const {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> runs;
  for (auto mark = marks_.begin(); mark != marks_.end(); ++mark) {
    const Segment* const segment = segment_of(mark->first, 2);
    if (!mark->second || segment == nullptr || !segment->executable) {
      continue;
    }
    const auto next = std::next(mark);
    const std::uint32_t end = segment->address + segment->size;
    runs.emplace_back(mark->first, next == marks_.end() || next->first > end ? end : next->first);
  }
  return runs;
}

std::optional<Symbol> Image::find(const std::string& name) const {
  const auto found = others_.find(name);
  return found == others_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Symbol> Image::find_all(const std::string& prefix) const {
  std::vector<Symbol> found;
  for (auto at = others_.lower_bound(prefix); at != others_.end() && at->first.starts_with(prefix); ++at) {
    found.push_back(at->second);
  }
  return found;
}

}  // namespace mutate
