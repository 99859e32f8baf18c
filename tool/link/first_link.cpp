// SPDX-License-Identifier: Apache-2.0

#include "link/first_link.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "elf/object.hpp"
#include "link/kinds.hpp"

namespace postern::link {

namespace {

struct Inputs {
  elf::Names tables;  // only this link sees all the pieces of a table
  elf::Names defined;
  bool may_construct = false;
};

/// Code that is compiled at the link does not show yet which sections it will have.
bool may_construct(const elf::Object& object) {
  const std::vector<elf::Section> sections = object.sections();
  return std::any_of(sections.begin(), sections.end(), [](const elf::Section& section) {
    return section.name.starts_with(".gnu.lto_") || (!section.memory.is_empty() && is_constructors(section.name));
  });
}

void add_symbol(const elf::Symbol& symbol, Inputs& inputs) {
  if (symbol.is_defined) {
    inputs.defined.insert(symbol.name);
    return;
  }
  for (const std::string beginning : {"__start_", "__stop_"}) {
    if (symbol.name.starts_with(beginning)) {
      inputs.tables.insert(symbol.name.substr(beginning.size()));
    }
  }
}

Inputs read_inputs(const std::vector<std::string>& files) {
  Inputs inputs;
  for (const std::string& file : files) {
    for (const elf::Object& object : elf::read_objects(file)) {
      inputs.may_construct = inputs.may_construct || may_construct(object);
      for (const elf::Symbol& symbol : elf::symbols_of_any(object)) {
        add_symbol(symbol, inputs);
      }
    }
  }
  return inputs;
}

/// runtime/ has two beginnings of a partition, with its constructors and without: the start of a thread on the IPC
/// backend, the init function on the SFN backend. The image's name for it is given to one; the other is not linked.
std::string beginning(const Inputs& inputs) {
  std::string text;
  for (const char* what : {"start", "init"}) {
    const std::string chosen = fmt::format("postern_{}_{}", inputs.may_construct ? "constructed" : "plain", what);
    if (inputs.defined.contains(chosen)) {
      text += fmt::format("EXTERN({0})\npostern_{1} = {0};\n", chosen, what);
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
  const Inputs inputs = read_inputs(files);
  for (const std::string& table : inputs.tables) {
    text += fmt::format("  {0} 0 : {{ PROVIDE(__start_{0} = .); KEEP(*({0})) PROVIDE(__stop_{0} = .); }}\n", table);
  }
  return text + "  .ARM.attributes 0 : { *(.ARM.attributes) }\n  /DISCARD/ : { *(.comment) }\n}\n" + beginning(inputs);
}

}  // namespace postern::link
