// SPDX-License-Identifier: Apache-2.0

#include "elf/object.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "elf/handle.hpp"

namespace postern::elf {

namespace {

GElf_Shdr header_of(Elf_Scn* section) {
  GElf_Shdr header;
  if (gelf_getshdr(section, &header) == nullptr) {
    throw Unreadable(elf_errmsg(-1));
  }
  return header;
}

template <typename Visit>
void for_each_section(Elf* elf, Visit visit) {
  for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
    visit(section, header_of(section));
  }
}

std::string text_at(Elf* elf, std::size_t table, std::size_t place) {
  const char* text = elf_strptr(elf, table, place);
  return text == nullptr ? "" : text;
}

Bytes copy_of(const Elf_Data* data) {
  if (data == nullptr || data->d_buf == nullptr) {
    return {};
  }
  const auto* first = static_cast<const std::uint8_t*>(data->d_buf);
  return {first, first + data->d_size};
}

Symbol::Kind kind_of(unsigned type) {
  switch (type) {
    case STT_NOTYPE: return Symbol::Kind::nothing;
    case STT_OBJECT: return Symbol::Kind::object;
    case STT_FUNC: return Symbol::Kind::function;
    default: return Symbol::Kind::other;
  }
}

/// The symbols in the order of the table, by index.
std::map<std::size_t, Symbol> table_of(Elf* elf, Elf_Scn* section, const GElf_Shdr& header) {
  Elf_Data* data = elf_getdata(section, nullptr);
  std::map<std::size_t, Symbol> symbols;
  std::string file;
  GElf_Sym entry;
  // The header can state any size; libelf knows how much is there.
  for (std::size_t i = 1; gelf_getsym(data, static_cast<int>(i), &entry) != nullptr; ++i) {
    const unsigned type = GELF_ST_TYPE(entry.st_info);
    const std::string name = text_at(elf, header.sh_link, entry.st_name);
    if (type == STT_FILE) {
      file = name;
    }
    if (type == STT_FILE || type == STT_SECTION) {
      continue;
    }
    Symbol& symbol = symbols[i];
    symbol.name = name;
    symbol.kind = kind_of(type);
    symbol.is_local = GELF_ST_BIND(entry.st_info) == STB_LOCAL;
    symbol.is_weak = GELF_ST_BIND(entry.st_info) == STB_WEAK;
    symbol.is_defined = entry.st_shndx != SHN_UNDEF;
    symbol.file = symbol.is_local ? file : "";
    symbol.address = type == STT_FUNC ? entry.st_value & ~std::uint64_t{1} : entry.st_value;
    symbol.size = entry.st_size;
    symbol.section = entry.st_shndx;
  }
  return symbols;
}

std::vector<Symbol> symbols_in(Elf* elf, std::uint32_t type) {
  std::vector<Symbol> symbols;
  for_each_section(elf, [&](Elf_Scn* section, const GElf_Shdr& header) {
    if (header.sh_type == type) {
      for (auto& [place, symbol] : table_of(elf, section, header)) {
        symbols.push_back(std::move(symbol));
      }
    }
  });
  return symbols;
}

/// The indices of the symbols that the relocations refer to.
std::set<std::size_t> symbols_of_relocations(Elf_Scn* section, const GElf_Shdr& header) {
  std::set<std::size_t> symbols;
  Elf_Data* data = elf_getdata(section, nullptr);
  GElf_Rel without_addend;
  GElf_Rela with_addend;
  for (int i = 0;; ++i) {
    if (header.sh_type == SHT_REL && gelf_getrel(data, i, &without_addend) != nullptr) {
      symbols.insert(GELF_R_SYM(without_addend.r_info));
    } else if (header.sh_type == SHT_RELA && gelf_getrela(data, i, &with_addend) != nullptr) {
      symbols.insert(GELF_R_SYM(with_addend.r_info));
    } else {
      return symbols;
    }
  }
}

/// GCC's symbol table of an object with LTO code, in the format of its linker plugin: for each symbol the name and the
/// key of its group, both zero-terminated, then kind, visibility, eight bytes of size and four bytes of index.
std::vector<Symbol> symbols_for_plugins(const Bytes& bytes) {
  constexpr std::uint8_t kUndefined = 2;
  constexpr std::uint8_t kWeakUndefined = 3;
  constexpr std::ptrdiff_t kRest = 14;
  std::vector<Symbol> symbols;
  auto at = bytes.begin();
  const auto text = [&] {
    const auto end = std::find(at, bytes.end(), 0);
    std::string result(at, end);
    at = end == bytes.end() ? end : end + 1;
    return result;
  };
  while (at != bytes.end()) {
    Symbol symbol;
    symbol.name = text();
    (void)text();
    if (bytes.end() - at < kRest) {
      throw Unreadable("its table of symbols for the link is damaged");
    }
    symbol.is_defined = *at != kUndefined && *at != kWeakUndefined;
    symbols.push_back(std::move(symbol));
    at += kRest;
  }
  return symbols;
}

}  // namespace

Handle::Handle(const std::string& path, Access access)
    : descriptor_(open(path.c_str(), (access == Access::read ? O_RDONLY : O_RDWR) | O_CLOEXEC)) {
  elf_version(EV_CURRENT);
  if (descriptor_ < 0) {
    throw Unreadable(fmt::format("cannot read {}", path));
  }
  elf_ = elf_begin(descriptor_, access == Access::read ? ELF_C_READ : ELF_C_RDWR, nullptr);
  if (elf_ == nullptr || (elf_kind(elf_) != ELF_K_ELF && elf_kind(elf_) != ELF_K_AR)) {
    elf_end(elf_);
    close(descriptor_);
    throw Unreadable(fmt::format("{} is neither an ELF file nor an archive", path));
  }
}

Handle::~Handle() {
  elf_end(elf_);
  close(descriptor_);
}

struct Object::State {
  std::shared_ptr<Handle> file;
  Elf* member = nullptr;  // of an archive

  State(std::shared_ptr<Handle> opened, Elf* part) : file(std::move(opened)), member(part) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { elf_end(member); }

  [[nodiscard]] Elf* elf() const { return member != nullptr ? member : file->get(); }
};

Object::Object(const std::string& path) : Object(std::make_unique<State>(std::make_shared<Handle>(path), nullptr)) {
  if (elf_kind(state_->elf()) != ELF_K_ELF) {
    throw Unreadable(fmt::format("{} is not an ELF file", path));
  }
}
Object::Object(std::unique_ptr<State> state) : state_(std::move(state)) {}
Object::Object(Object&&) noexcept = default;
Object::~Object() = default;

bool Object::is_arm() const {
  GElf_Ehdr header;
  return gelf_getehdr(state_->elf(), &header) != nullptr && header.e_machine == EM_ARM &&
         header.e_ident[EI_CLASS] == ELFCLASS32 && header.e_ident[EI_DATA] == ELFDATA2LSB;
}

std::vector<Section> Object::sections() const {
  std::size_t names = 0;
  if (elf_getshdrstrndx(state_->elf(), &names) != 0) {
    throw Unreadable("it has no section names");
  }
  std::vector<Section> sections;
  for_each_section(state_->elf(), [&](Elf_Scn* section, const GElf_Shdr& header) {
    Section& each = sections.emplace_back();
    each.name = text_at(state_->elf(), names, header.sh_name);
    each.index = static_cast<unsigned>(elf_ndxscn(section));
    each.type = header.sh_type;
    each.flags = header.sh_flags;
    each.memory = {header.sh_addr, header.sh_addr + header.sh_size};
    each.offset = header.sh_offset;
    each.takes_memory = (header.sh_flags & SHF_ALLOC) != 0 && header.sh_size != 0;
    each.has_bytes = header.sh_type != SHT_NOBITS;
    each.is_code = (header.sh_flags & SHF_EXECINSTR) != 0;
  });
  return sections;
}

std::vector<Symbol> Object::symbols() const { return symbols_in(state_->elf(), SHT_SYMTAB); }
std::vector<Symbol> Object::dynamic_symbols() const { return symbols_in(state_->elf(), SHT_DYNSYM); }

std::vector<Segment> Object::segments() const {
  std::size_t count = 0;
  if (elf_getphdrnum(state_->elf(), &count) != 0) {
    throw Unreadable("it has no program headers");
  }
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr header;
    if (gelf_getphdr(state_->elf(), static_cast<int>(i), &header) == nullptr) {
      throw Unreadable(elf_errmsg(-1));
    }
    if (header.p_type == PT_LOAD) {
      segments.push_back({{header.p_vaddr, header.p_vaddr + header.p_memsz},
                          header.p_paddr,
                          header.p_offset,
                          header.p_filesz,
                          (header.p_flags & PF_X) != 0});
    }
  }
  return segments;
}

Bytes Object::bytes_of(const Section& section) const {
  return copy_of(elf_getdata(elf_getscn(state_->elf(), section.index), nullptr));
}

Bytes Object::bytes_of(const Segment& segment) const {
  if (segment.size == 0) {
    return {};
  }
  Bytes bytes =
      copy_of(elf_getdata_rawchunk(state_->elf(), static_cast<std::int64_t>(segment.offset), segment.size, ELF_T_BYTE));
  if (bytes.size() != segment.size) {
    throw Unreadable(fmt::format("the bytes of the segment at {:#x} are not in the file", segment.memory.first));
  }
  return bytes;
}

Object::Needed Object::names_needed() const {
  Elf* const elf = state_->elf();
  std::map<std::size_t, std::set<std::size_t>> used;  // by table
  for_each_section(elf, [&](Elf_Scn* section, const GElf_Shdr& header) {
    const bool has_relocations = header.sh_type == SHT_REL || header.sh_type == SHT_RELA;
    if (has_relocations && (header_of(elf_getscn(elf, header.sh_info)).sh_flags & SHF_ALLOC) != 0) {
      used[header.sh_link].merge(symbols_of_relocations(section, header));
    }
  });
  Needed names;
  for (const auto& [index, places] : used) {
    Elf_Scn* const table = elf_getscn(elf, index);
    for (const auto& [place, symbol] : table_of(elf, table, header_of(table))) {
      if (!symbol.is_defined && places.contains(place)) {
        names.all.insert(symbol.name);
        if (symbol.is_weak) {
          names.weak.insert(symbol.name);
        }
      }
    }
  }
  return names;
}

std::vector<Object> read_objects(const std::string& path) {
  std::vector<Object> objects;
  const auto file = std::make_shared<Handle>(path);
  if (elf_kind(file->get()) == ELF_K_ELF) {
    objects.push_back(Object(std::make_unique<Object::State>(file, nullptr)));
    return objects;
  }
  Elf_Cmd command = ELF_C_READ;
  while (Elf* const member = elf_begin(file->descriptor(), command, file->get())) {
    command = elf_next(member);
    if (elf_kind(member) == ELF_K_ELF) {
      objects.push_back(Object(std::make_unique<Object::State>(file, member)));
    } else {
      elf_end(member);
    }
  }
  return objects;
}

std::vector<Symbol> symbols_of_any(const Object& object) {
  std::vector<Symbol> symbols = object.symbols();
  for (const Section& section : object.sections()) {
    if (section.name.starts_with(".gnu.lto_.symtab.")) {
      const std::vector<Symbol> others = symbols_for_plugins(object.bytes_of(section));
      symbols.insert(symbols.end(), others.begin(), others.end());
    }
  }
  return symbols;
}

}  // namespace postern::elf
