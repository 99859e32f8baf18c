// SPDX-License-Identifier: Apache-2.0

#include "link/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>

#include "elf/handle.hpp"
#include "elf/object.hpp"
#include "link/linker_map.hpp"

namespace postern::link {

namespace {

constexpr const char* kDropped = ".postern.dropped";

/// A string table of the file. Names can be added; existing ones keep their offsets.
class Names {
 public:
  explicit Names(Elf_Scn* section) : section_(section) {
    GElf_Shdr header;
    gelf_getshdr(section, &header);
    size_ = header.sh_size;
  }

  std::uint32_t add(const std::string& name) {
    const auto [place, is_new] = places_.try_emplace(name, size_);
    if (is_new) {
      text_ += name + '\0';
      size_ += name.size() + 1;
    }
    return static_cast<std::uint32_t>(place->second);
  }

  void finish() {
    if (text_.empty()) {
      return;
    }
    Elf_Data* data = elf_newdata(section_);
    data->d_buf = text_.data();
    data->d_size = text_.size();
    data->d_align = 1;
    data->d_type = ELF_T_BYTE;
    data->d_version = EV_CURRENT;
  }

 private:
  Elf_Scn* section_;
  std::uint64_t size_ = 0;
  std::map<std::string, std::uint64_t> places_;
  std::string text_;
};

/// Only the final link makes the table of addresses that these refer to, one for all partitions.
bool is_through_shared_table(std::uint64_t type) {
  static const std::set<std::uint64_t> types{R_ARM_GOTOFF,   R_ARM_GOTPC,    R_ARM_GOT32,      R_ARM_GOT_ABS,
                                             R_ARM_GOT_PREL, R_ARM_GOTOFF12, R_ARM_GOT_BREL12, R_ARM_GOTRELAX};
  return types.contains(type);
}

class Object {
 public:
  Object(const Collected& collected, Elf* elf) : collected_(collected), elf_(elf) {
    std::size_t index = 0;
    elf_getshdrstrndx(elf, &index);
    names_at_ = index;
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf, section)) != nullptr;) {
      note_relocations(section);
      note_origin(section);
    }
  }

  std::vector<std::string> place() {
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf_, section)) != nullptr;) {
      judge(section);
    }
    for_each_symbol([this](const GElf_Shdr&, GElf_Sym& symbol) { return refuse_indirect(symbol); });
    if (errors_.empty()) {
      for_each_symbol([this](const GElf_Shdr& symbols, GElf_Sym& symbol) {
        return is_unique_no_more(symbol) || mark_file(symbols, symbol);
      });
      for (auto& [index, names] : tables_) {
        names.finish();
      }
      if (elf_flagelf(elf_, ELF_C_SET, ELF_F_DIRTY) == 0 || elf_update(elf_, ELF_C_WRITE) < 0) {
        throw std::runtime_error(elf_errmsg(-1));
      }
    }
    return std::move(errors_);
  }

 private:
  /// How the map of the link identifies a section: the file may have several of one name.
  struct Origin {
    std::string name;
    std::size_t number;
  };

  [[nodiscard]] static GElf_Shdr header_of(Elf_Scn* section) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr) {
      throw std::runtime_error(elf_errmsg(-1));
    }
    return header;
  }
  [[nodiscard]] std::string name_of(Elf_Scn* section) const {
    const char* name = elf_strptr(elf_, names_at_, header_of(section).sh_name);
    return name == nullptr ? "" : name;
  }
  Names& table(std::size_t section) { return tables_.try_emplace(section, elf_getscn(elf_, section)).first->second; }

  void note_relocations(Elf_Scn* section) {
    const GElf_Shdr header = header_of(section);
    if ((header.sh_type == SHT_REL || header.sh_type == SHT_RELA) && header.sh_size != 0) {
      relocated_.insert(header.sh_info);
    }
  }

  void note_origin(Elf_Scn* section) {
    const std::string name = name_of(section);
    const std::size_t number = header_of(section).sh_size == 0 ? 0 : counts_[name]++;
    origins_of_[elf_ndxscn(section)] = {name, number};
  }

  [[nodiscard]] bool holds_zeros(Elf_Scn* section, const GElf_Shdr& header) const {
    if (header.sh_type == SHT_NOBITS) {
      return true;
    }
    if (relocated_.contains(elf_ndxscn(section))) {
      return false;
    }
    const Elf_Data* data = elf_getdata(section, nullptr);
    if (data == nullptr || data->d_buf == nullptr) {
      return header.sh_size == 0;
    }
    const auto* bytes = static_cast<const std::uint8_t*>(data->d_buf);
    return std::all_of(bytes, bytes + data->d_size, [](std::uint8_t byte) { return byte == 0; });
  }

  void judge(Elf_Scn* section) {
    GElf_Shdr header = header_of(section);
    const std::string name = name_of(section);
    const Verdict verdict = verdict_on(
        {name, header.sh_type, header.sh_flags, header.sh_size == 0, holds_zeros(section, header)}, collected_.machine);
    switch (verdict.kind) {
      case Verdict::Kind::as_it_is: break;
      case Verdict::Kind::dropped: rename(section, header, kDropped); break;
      case Verdict::Kind::refused: refuse(elf_ndxscn(section), verdict.word); break;
      case Verdict::Kind::placed:
        give_flags(header, verdict.word);
        fill(section, header, verdict.word);
        rename(section, header, fmt::format("{}.{}", collected_.prefix, verdict.word));
        break;
    }
    if (collected_.machine == Machine::device) {
      refuse_shared_tables(section, header);
    }
  }

  void rename(Elf_Scn* section, GElf_Shdr& header, const std::string& name) {
    header.sh_name = table(names_at_).add(name);
    gelf_update_shdr(section, &header);
  }

  /// Without the flags of mergeable sections: equal constants of two partitions stay apart.
  static void give_flags(GElf_Shdr& header, std::string_view part) {
    header.sh_entsize = 0;
    header.sh_flags = SHF_ALLOC;
    if (part == "text") {
      header.sh_flags |= SHF_EXECINSTR;
    } else if (part != "rodata") {
      header.sh_flags |= SHF_WRITE;
    }
  }

  /// Read-only zeros need bytes in the file: they lie in the middle of flash.
  void fill(Elf_Scn* section, GElf_Shdr& header, std::string_view part) {
    if (header.sh_type != SHT_NOBITS || (part != "rodata" && part != "text")) {
      return;
    }
    header.sh_type = SHT_PROGBITS;
    std::vector<std::uint8_t>& zeros = zeros_.emplace_back(header.sh_size);
    Elf_Data* data = elf_getdata(section, nullptr);
    data = data == nullptr ? elf_newdata(section) : data;
    data->d_buf = zeros.data();
    data->d_size = zeros.size();
    data->d_type = ELF_T_BYTE;
  }

  void refuse(std::size_t section, std::string_view reason) {
    const Origin& origin = origins_of_.at(section);
    const auto found = origins().find(origin.name);
    std::string files = "an unknown object";
    if (found != origins().end()) {
      files = origin.number < found->second.size() ? found->second[origin.number]
                                                   : fmt::format("{}", fmt::join(found->second, ", "));
    }
    errors_.push_back(fmt::format("error: {}: section `{}` of {}: {}", collected_.owner, origin.name, files, reason));
  }

  [[nodiscard]] const Origins& origins() {
    if (!origins_) {
      origins_ = read_origins(collected_.map);
    }
    return *origins_;
  }

  void refuse_shared_tables(Elf_Scn* section, const GElf_Shdr& header) {
    if (header.sh_type != SHT_REL) {
      return;
    }
    Elf_Data* data = elf_getdata(section, nullptr);
    GElf_Rel relocation;
    for (int i = 0; gelf_getrel(data, i, &relocation) != nullptr; ++i) {
      if (is_through_shared_table(GELF_R_TYPE(relocation.r_info))) {
        refuse(header.sh_info, "it uses a global offset table, which partitions would share; compile it without -fpic");
        return;
      }
    }
  }

  /// An indirect function is called through a table of the whole image.
  bool refuse_indirect(const GElf_Sym& symbol) {
    if (GELF_ST_TYPE(symbol.st_info) == STT_GNU_IFUNC && symbol.st_shndx != SHN_UNDEF) {
      refuse(symbol.st_shndx, "it has an indirect function, whose table partitions would share");
    }
    return false;
  }

  /// In the image's symbol table, a local symbol belongs to the file symbol before it: `partition.VAULT/vault.c`.
  bool mark_file(const GElf_Shdr& symbols, GElf_Sym& symbol) {
    if (GELF_ST_TYPE(symbol.st_info) != STT_FILE) {
      return false;
    }
    const char* name = elf_strptr(elf_, symbols.sh_link, symbol.st_name);
    symbol.st_name = table(symbols.sh_link).add(collected_.prefix.substr(1) + "/" + (name == nullptr ? "" : name));
    return true;
  }

  /// A symbol that is unique in a whole process would stay global when others become local.
  static bool is_unique_no_more(GElf_Sym& symbol) {
    if (GELF_ST_BIND(symbol.st_info) != STB_GNU_UNIQUE) {
      return false;
    }
    symbol.st_info = GELF_ST_INFO(STB_GLOBAL, GELF_ST_TYPE(symbol.st_info));
    return true;
  }

  /// `visit` returns whether it changed the symbol.
  template <typename Visit>
  void for_each_symbol(Visit visit) {
    for (Elf_Scn* section = nullptr; (section = elf_nextscn(elf_, section)) != nullptr;) {
      const GElf_Shdr header = header_of(section);
      if (header.sh_type != SHT_SYMTAB) {
        continue;
      }
      Elf_Data* data = elf_getdata(section, nullptr);
      GElf_Sym symbol;
      for (int i = 0; gelf_getsym(data, i, &symbol) != nullptr; ++i) {
        if (visit(header, symbol)) {
          gelf_update_sym(data, i, &symbol);
        }
      }
    }
  }
  const Collected& collected_;
  Elf* elf_;
  std::size_t names_at_ = 0;
  std::set<std::size_t> relocated_;
  std::map<std::size_t, Origin> origins_of_;
  std::map<std::string, std::size_t> counts_;
  std::map<std::size_t, Names> tables_;
  std::vector<std::vector<std::uint8_t>> zeros_;
  std::optional<Origins> origins_;
  std::vector<std::string> errors_;
};

}  // namespace

std::vector<std::string> place(const Collected& collected) {
  try {
    const elf::Handle file(collected.object, elf::Handle::Access::change);
    return Object(collected, file.get()).place();
  } catch (const elf::Unreadable& problem) {
    return {fmt::format("error: {}: {}", collected.owner, problem.what())};
  }
}

}  // namespace postern::link
