#include "audit/elf_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gelf.h>
#include <libelf.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string_view>

namespace postern::audit {

namespace {

constexpr const char* kRecordSection = ".postern.audit";
constexpr const char* kBoardSection = ".postern.board";

class Descriptor {
 public:
  explicit Descriptor(const std::string& path) : number_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) {
      close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

using Handle = std::unique_ptr<Elf, decltype(&elf_end)>;

std::vector<std::uint8_t> bytes_of(const Elf_Data* data) {
  if (data == nullptr || data->d_buf == nullptr) {
    return {};
  }
  const auto* first = static_cast<const std::uint8_t*>(data->d_buf);
  return {first, first + data->d_size};
}

std::vector<Segment> segments_of(Elf* elf) {
  std::size_t count = 0;
  if (elf_getphdrnum(elf, &count) != 0) {
    throw Unreadable("it has no program headers");
  }
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Phdr header;
    if (gelf_getphdr(elf, static_cast<int>(i), &header) == nullptr) {
      throw Unreadable(elf_errmsg(-1));
    }
    if (header.p_type != PT_LOAD || header.p_memsz == 0) {
      continue;
    }
    Segment segment{{header.p_vaddr, header.p_vaddr + header.p_memsz}, static_cast<std::uint32_t>(header.p_paddr), {}};
    if (header.p_filesz != 0) {
      segment.bytes =
          bytes_of(elf_getdata_rawchunk(elf, static_cast<std::int64_t>(header.p_offset), header.p_filesz, ELF_T_BYTE));
      if (segment.bytes.size() != header.p_filesz) {
        throw Unreadable(fmt::format("the bytes of segment {} are not in the file", i));
      }
    }
    segments.push_back(std::move(segment));
  }
  return segments;
}

std::optional<std::vector<std::uint8_t>> section_of(Elf* elf, std::string_view wanted) {
  std::size_t names = 0;
  if (elf_getshdrstrndx(elf, &names) != 0) {
    throw Unreadable("it has no section names");
  }
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(elf, section)) != nullptr) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr) {
      continue;
    }
    const char* name = elf_strptr(elf, names, header.sh_name);
    if (name != nullptr && std::string_view(name) == wanted) {
      return bytes_of(elf_getdata(section, nullptr));
    }
  }
  return std::nullopt;
}

std::vector<std::uint8_t> record_of(Elf* elf) {
  auto record = section_of(elf, kRecordSection);
  if (!record) {
    throw Unreadable(fmt::format("it has no section {}: is it a secure image of Postern?", kRecordSection));
  }
  return std::move(*record);
}

std::string board_of(Elf* elf) {
  const auto text = section_of(elf, kBoardSection).value_or(std::vector<std::uint8_t>{});
  return {text.begin(), text.end()};
}

}  // namespace

std::string text_of(const Span& span) { return fmt::format("0x{:08X}..0x{:08X}", span.first, span.end - 1); }

std::uint8_t ElfFile::byte(std::uint32_t address) const {
  for (const Segment& segment : segments) {
    if (address >= segment.memory.first && address - segment.memory.first < segment.bytes.size()) {
      return segment.bytes[address - segment.memory.first];
    }
  }
  throw Unreadable(fmt::format("nothing is loaded at 0x{:08X}, where a table should be", address));
}

std::uint16_t ElfFile::half(std::uint32_t address) const {
  return static_cast<std::uint16_t>(byte(address) | byte(address + 1) << 8U);
}

std::uint32_t ElfFile::word(std::uint32_t address) const {
  return half(address) | static_cast<std::uint32_t>(half(address + 2)) << 16U;
}

ElfFile read_elf(const std::string& path) {
  elf_version(EV_CURRENT);
  const Descriptor file(path);
  if (file.number() < 0) {
    throw Unreadable("cannot read the file");
  }
  const Handle elf(elf_begin(file.number(), ELF_C_READ, nullptr), &elf_end);
  GElf_Ehdr header;
  if (!elf || elf_kind(elf.get()) != ELF_K_ELF || gelf_getehdr(elf.get(), &header) == nullptr ||
      header.e_machine != EM_ARM || header.e_ident[EI_CLASS] != ELFCLASS32 || header.e_ident[EI_DATA] != ELFDATA2LSB) {
    throw Unreadable("it is not an ELF file for Arm");
  }
  return {segments_of(elf.get()), record_of(elf.get()), board_of(elf.get())};
}

}  // namespace postern::audit
