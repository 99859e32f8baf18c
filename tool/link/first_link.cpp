#include "link/first_link.hpp"

#include <fmt/format.h>

#include "elf/object.hpp"

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

}  // namespace

std::string first_link_script(const std::vector<std::string>& files) {
  std::string text = R"(/* The first link of a partition: every section stays by itself, under its own name, so that
 * `postern link place` can judge it. Common variables become the partition's own here; later they would be one with those
 * of another. Constructors that the linker knows by name only are kept to be refused. */
FORCE_COMMON_ALLOCATION
FORCE_GROUP_ALLOCATION
SECTIONS
{
  .ctors 0 : { KEEP(*(.ctors .ctors.*)) }
  .dtors 0 : { KEEP(*(.dtors .dtors.*)) }
  .init 0 : { KEEP(*(.init .init.*)) }
  .fini 0 : { KEEP(*(.fini .fini.*)) }
  .postern.stack 0 : { KEEP(*(.postern.stack)) }
  .postern.common 0 : { *(COMMON) }
)";
  for (const std::string& table : tables_in(files)) {
    text += fmt::format("  {0} 0 : {{ PROVIDE(__start_{0} = .); KEEP(*({0})) PROVIDE(__stop_{0} = .); }}\n", table);
  }
  return text + "  .ARM.attributes 0 : { *(.ARM.attributes) }\n  /DISCARD/ : { *(.comment) }\n}\n";
}

}  // namespace postern::link
