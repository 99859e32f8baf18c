// SPDX-License-Identifier: Apache-2.0

#include "link/kinds.hpp"

#include <elf.h>

#include <algorithm>
#include <array>

namespace postern::link {

namespace {

using Kind = Verdict::Kind;

constexpr std::uint32_t kUnwindIndex = SHT_ARM_EXIDX;  // x86-64 has its unwind tables under the same number

/// `.ctors`, `.ctors.00100`, and not `.ctors_of_mine`
bool is_called(std::string_view name, std::string_view word) {
  return name.starts_with(word) && (name.size() == word.size() || name[word.size()] == '.');
}

template <std::size_t count>
bool is_called_one_of(std::string_view name, const std::array<std::string_view, count>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return is_called(name, word); });
}

bool is_old_constructor(const Section& section) {
  static constexpr std::array<std::string_view, 2> kNames{".ctors", ".init"};
  return is_called_one_of(section.name, kNames);
}

bool is_destructor(const Section& section) {
  static constexpr std::array<std::string_view, 3> kNames{".fini_array", ".dtors", ".fini"};
  return section.type == SHT_FINI_ARRAY || is_called_one_of(section.name, kNames);
}

/// The sanitizers' own constructors, which register the variables of a file: their priorities are reserved ones.
bool is_reserved(std::string_view name) {
  return name.starts_with(".init_array") && (name.ends_with(".00099") || name.ends_with(".00001"));
}

bool is_unwind_table(const Section& section) {
  static constexpr std::array<std::string_view, 6> kNames{
      ".ARM.exidx", ".ARM.extab", ".eh_frame", ".gcc_except_table", ".gnu.linkonce.armexidx", ".gnu.linkonce.armextab"};
  return section.type == kUnwindIndex || is_called_one_of(section.name, kNames);
}

bool is_for_tools(const Section& section) {
  return std::any_of(kForTools.begin(), kForTools.end(), [&](std::string_view name) { return section.name == name; });
}

/// Sections that the linker itself makes and reads: symbols, relocations, names.
bool is_the_linkers(std::uint32_t type) {
  return type == SHT_NULL || type == SHT_SYMTAB || type == SHT_STRTAB || type == SHT_REL || type == SHT_RELA ||
         type == SHT_SYMTAB_SHNDX || type == SHT_GROUP;
}

Verdict writable(const Section& section) {
  if (section.name == ".postern.stack") {
    return {Kind::placed, "stack"};
  }
  if (section.name == ".postern.heap") {
    return {Kind::placed, "heap"};
  }
  if (is_called(section.name, ".data.rel.ro")) {
    return {Kind::placed, "rodata"};
  }
  if (!section.holds_zeros) {
    return {Kind::placed, "data"};
  }
  return {Kind::placed, is_called(section.name, ".noinit") ? "noinit" : "bss"};
}

}  // namespace

bool is_constructors(std::string_view name) {
  return (is_called(name, ".init_array") || is_called(name, ".preinit_array")) && !is_reserved(name);
}

Verdict verdict_on(const Section& section, Machine machine) {
  if (is_the_linkers(section.type)) {
    return {Kind::as_it_is, ""};
  }
  if ((section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_EXCLUDE) != 0) {
    return {is_for_tools(section) ? Kind::as_it_is : Kind::dropped, ""};
  }
  if (section.type == SHT_NOTE) {
    return {Kind::dropped, ""};
  }
  if (is_unwind_table(section)) {
    return {machine == Machine::host ? Kind::as_it_is : Kind::dropped, ""};
  }
  if (is_reserved(section.name)) {
    return machine == Machine::host ? Verdict{Kind::as_it_is, ""}
                                    : Verdict{Kind::refused, "constructors of this priority are the compiler's own"};
  }
  if (is_constructors(section.name)) {
    return {Kind::placed, "rodata"};
  }
  if (is_destructor(section) || (is_old_constructor(section) && section.is_empty)) {
    return {Kind::dropped, ""};  // a partition does not end
  }
  if (is_old_constructor(section)) {
    return {Kind::refused, "constructors are called from `.init_array` only"};
  }
  if ((section.flags & SHF_TLS) != 0) {
    return {Kind::refused, "a partition has no thread-local variables"};
  }
  if (section.type != SHT_PROGBITS && section.type != SHT_NOBITS) {
    return {Kind::refused, "its type is unknown"};
  }
  const bool is_writable = (section.flags & SHF_WRITE) != 0;
  if ((section.flags & SHF_EXECINSTR) == 0) {
    return is_writable ? writable(section) : Verdict{Kind::placed, "rodata"};
  }
  if (is_writable && !section.is_empty) {
    return {Kind::refused, "it is writable and executable, and no memory may be both"};
  }
  return {Kind::placed, "text"};
}

}  // namespace postern::link
