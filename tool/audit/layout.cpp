#include "audit/layout.hpp"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

#include <memory>

namespace postern::audit {

namespace {

using Handle = std::unique_ptr<Elf, decltype(&elf_end)>;

std::vector<GElf_Phdr> program_headers_of(Elf* elf) {
  std::size_t count = 0;
  elf_getphdrnum(elf, &count);
  std::vector<GElf_Phdr> segments;
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr header;
    if (gelf_getphdr(elf, static_cast<int>(i), &header) != nullptr && header.p_type == PT_LOAD) {
      segments.push_back(header);
    }
  }
  return segments;
}

/// The load address follows from the segment that has the section's bytes.
std::uint64_t load_address(const std::vector<GElf_Phdr>& segments, const GElf_Shdr& header) {
  for (const GElf_Phdr& segment : segments) {
    if (header.sh_offset >= segment.p_offset &&
        header.sh_offset + header.sh_size <= segment.p_offset + segment.p_filesz) {
      return segment.p_paddr + (header.sh_offset - segment.p_offset);
    }
  }
  throw Unreadable("the bytes of a section are in no segment that is loaded");
}

void read_sections(Elf* elf, Layout& layout) {
  const std::vector<GElf_Phdr> segments = program_headers_of(elf);
  std::size_t names = 0;
  elf_getshdrstrndx(elf, &names);
  for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
    GElf_Shdr header;
    gelf_getshdr(section, &header);
    if ((header.sh_flags & SHF_ALLOC) == 0 || header.sh_size == 0) {
      continue;
    }
    const char* name = elf_strptr(elf, names, header.sh_name);
    OutputSection& each = layout.sections.emplace_back();
    each.name = name == nullptr ? "" : name;
    each.index = static_cast<unsigned>(elf_ndxscn(section));
    each.memory = {header.sh_addr, header.sh_addr + header.sh_size};
    each.has_bytes = header.sh_type != SHT_NOBITS;
    each.load = each.has_bytes ? load_address(segments, header) : 0;
  }
}

void read_symbols(Elf* elf, Elf_Scn* section, const GElf_Shdr& header, Layout& layout) {
  Elf_Data* data = elf_getdata(section, nullptr);
  std::string file;
  for (std::size_t i = 0; i < header.sh_size / header.sh_entsize; ++i) {
    GElf_Sym symbol;
    if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr) {
      continue;
    }
    const char* text = elf_strptr(elf, header.sh_link, symbol.st_name);
    const std::string name = text == nullptr ? "" : text;
    const unsigned type = GELF_ST_TYPE(symbol.st_info);
    if (type == STT_FILE) {
      file = name;
    }
    if (type == STT_FILE || type == STT_SECTION || symbol.st_shndx == SHN_UNDEF) {
      continue;
    }
    Symbol& each = layout.symbols.emplace_back();
    each.name = name;
    each.is_local = GELF_ST_BIND(symbol.st_info) == STB_LOCAL;
    each.file = each.is_local ? file : "";
    each.address = type == STT_FUNC ? symbol.st_value & ~std::uint64_t{1} : symbol.st_value;
    each.size = symbol.st_size;
    each.section = symbol.st_shndx;  // SHN_ABS: of none
    each.is_mapping = name.starts_with('$');
  }
}

}  // namespace

Layout read_layout(const std::string& path) {
  elf_version(EV_CURRENT);
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  Layout layout;
  {
    const Handle elf(elf_begin(file, ELF_C_READ, nullptr), &elf_end);
    if (!elf || elf_kind(elf.get()) != ELF_K_ELF) {
      close(file);
      throw Unreadable("it is not an ELF file");
    }
    read_sections(elf.get(), layout);
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf.get(), section)) != nullptr;) {
      GElf_Shdr header;
      if (gelf_getshdr(section, &header) != nullptr && header.sh_type == SHT_SYMTAB && header.sh_entsize != 0) {
        read_symbols(elf.get(), section, header, layout);
      }
    }
  }
  close(file);
  if (layout.symbols.empty()) {
    throw Unreadable("it has no symbols, so whose its bytes are cannot be told");
  }
  return layout;
}

}  // namespace postern::audit
