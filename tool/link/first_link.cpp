#include "link/first_link.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "elf/object.hpp"
#include "link/kinds.hpp"

namespace postern::link {

namespace {

// Only this link sees all the pieces of a table.
elf::Names tables_in(const std::vector<std::string>& files) {
  elf::Names tables;
  for (const std::string& file : files) {
    for (const elf::Object& object : elf::read_objects(file)) {
      for (const elf::Symbol& symbol : elf::symbols_of_any(object)) {
        for (const std::string beginning : {"__start_", "__stop_"}) {
          if (!symbol.is_defined && symbol.name.starts_with(beginning)) {
            tables.insert(symbol.name.substr(beginning.size()));
          }
        }
      }
    }
  }
  return tables;
}

bool constructs(const elf::Object& object) {
  const std::vector<elf::Section> sections = object.sections();
  return std::any_of(sections.begin(), sections.end(), [](const elf::Section& section) {
    return !section.memory.is_empty() && is_constructors(section.name);
  });
}

// The start of a thread on the IPC backend, the init function on the SFN backend: runtime/ has it with the constructors
// before it and without. The name that the image knows is given to one of them, and the other is not linked.
std::string beginnings(const std::vector<std::string>& files) {
  bool has_constructors = false;
  elf::Names names;
  for (const std::string& file : files) {
    for (const elf::Object& object : elf::read_objects(file)) {
      has_constructors = has_constructors || constructs(object);
      for (const elf::Symbol& symbol : elf::symbols_of_any(object)) {
        names.insert(symbol.name);
      }
    }
  }
  std::string text;
  for (const char* what : {"start", "init"}) {
    const std::string one = fmt::format("postern_{}_{}", has_constructors ? "constructed" : "plain", what);
    if (names.contains(one)) {
      text += fmt::format("EXTERN({0})\npostern_{1} = {0};\n", one, what);
    }
  }
  return text;
}

}  // namespace

std::string first_link_script(const std::vector<std::string>& files) {
  std::string text = R"(/* The first link of a partition: every section stays by itself, under its own name, so that
 * `postern link place` can judge it. Common variables become the partition's own here; later they would be one with those
 * of another. Constructors of the old kind, which are called in another order, are kept to be refused. */
FORCE_COMMON_ALLOCATION
FORCE_GROUP_ALLOCATION
SECTIONS
{
  .ctors 0 : { KEEP(*(.ctors .ctors.*)) }
  .init 0 : { KEEP(*(.init .init.*)) }
  .init_array.00001 0 : { KEEP(*(.init_array.00001)) }
  .init_array.00099 0 : { KEEP(*(.init_array.00099)) }
  .init_array 0 :
  {
    PROVIDE(postern_constructors_start = .);
    KEEP(*(SORT_BY_INIT_PRIORITY(.preinit_array.*))) KEEP(*(.preinit_array))
    KEEP(*(SORT_BY_INIT_PRIORITY(.init_array.*))) KEEP(*(.init_array))
    PROVIDE(postern_constructors_end = .);
  }
  .postern.stack 0 : { KEEP(*(.postern.stack)) }
  .postern.common 0 : { *(COMMON) }
)";
  for (const std::string& table : tables_in(files)) {
    text += fmt::format("  {0} 0 : {{ PROVIDE(__start_{0} = .); KEEP(*({0})) PROVIDE(__stop_{0} = .); }}\n", table);
  }
  return text + "  .ARM.attributes 0 : { *(.ARM.attributes) }\n  /DISCARD/ : { *(.comment) }\n}\n" + beginnings(files);
}

}  // namespace postern::link
