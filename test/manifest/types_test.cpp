// SPDX-License-Identifier: Apache-2.0

// Every field of manifests, lists and boards has a type, on every backend and in every model: a wrong value is refused
// at its place.
//
// The documents below have a slot `<value|kinds>` for each field: the right value, and letters for the kinds of other
// values that the field accepts. Each slot is filled with each of the other kinds in turn.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "fixture.hpp"

namespace postern::testing {
namespace {

struct WrongKind {
  char letter;
  const char* text;
};
constexpr WrongKind kKinds[] = {
    {'t', "lots"},   {'w', "\"two words\""}, {'n', "-1"}, {'f', "1.5"}, {'h', "99999999999999999999"},
    {'l', "[1, 2]"}, {'m', "{a: 1}"},        {'0', "~"},  {'0', ""},    {'b', "true"},
    {'e', "\"\""}};

constexpr const char* kManifest = R"(psa_framework_version: <1.1|>
name: <OTHER|t>
type: <PSA-ROT|>
priority: <HIGH|>
model: <MODEL|>
entry_point: <other_main|t>
entry_init: <other_init|t>
stack_size: <0x400|>
heap_size: <0x100|>
description: <Something|twe>
ns_agent: <false|>
weak_dependencies: <[NOWHERE]|>
place_in_dtcm: <false|b>
services:
  - name: <OTHER_ONE|t>
    sid: <0x400|>
    non_secure_clients: <true|b>
    connection_based: <false|b>
    version: <1|>
    version_policy: <STRICT|>
    stateless_handle: <9|>
    mm_iovec: <disable|>
    description: <Something|twe>
  - name: OTHER_TWO
    sid: 0x401
    non_secure_clients: true
    connection_based: true
    stateless_handle: <auto|>
irqs:
  - source: <7|>
    name: <OTHER_LINE|t>
    handling: <SLIH|>
    description: <Something|twe>
mmio_regions:
  - name: <UART2|>
    permission: <READ-ONLY|>
  - base: <0x50010000|>
    size: <0x20|>
    permission: READ-ONLY
)";

constexpr const char* kLists = R"(psa_framework_version: 1.1
name: OTHER
type: PSA-ROT
priority: HIGH
model: <MODEL|>
entry_point: other_main
stack_size: 0x400
services: <[{name: OTHER_ONE, sid: 0x400, non_secure_clients: true, connection_based: false}]|>
irqs: <[]|>
mmio_regions: <[]|>
dependencies: <[]|>
client_id_base: <|>
client_id_limit: <|>
)";

constexpr const char* kOldManifest = R"({"psa_framework_version": <1.0|>,
"name": <"OTHER"|t>,
"type": <"PSA-ROT"|>,
"priority": <"HIGH"|>,
"model": <"IPC"|>,
"entry_point": <"other_main"|t>,
"entry_init": <"other_init"|t>,
"stack_size": <"0x400"|>,
"heap_size": <"0x100"|>,
"description": <"Something"|twe>,
"services": [{"name": <"OTHER_ONE"|t>,
"sid": <"0x400"|>,
"non_secure_clients": <true|b>,
"connection_based": <true|b>,
"version": <1|>,
"version_policy": <"STRICT"|>,
"stateless_handle": <"auto"|>}],
"irqs": [{"source": <7|>,
"signal": <"OTHER_SIGNAL"|t>}]
})";

constexpr const char* kList = R"(description: <Lists|twe>
type: <manifest_list|>
version_major: <0|>
version_minor: <1|>
manifest_list:
  - description: <One|twe>
    manifest: <alpha.yaml|>
    output_path: <somewhere|tw>
    conditional: <INCLUDED|>
    pid: <300|>
    version_major: <0|>
    version_minor: <1|>
    linker_pattern:
      library_list: <["*one*"]|>
      object_list: <["*two*"]|>
    non_ffm_attributes: <[weak_dependencies]|>
    name: <anything|twnfhbe>
    tfm_partition_ipc: <true|twnfhbe>
  - description: Two
    manifest: beta.yaml
    linker_pattern: <{library_list: []}|>
  - description: <Out|twe>
    manifest: <nowhere.yaml|tw>
    conditional: EXTRA
    pid: <2|>
  - {description: Three, manifest: old.json}
)";

constexpr const char* kListOfNothing = "manifest_list: <[]|>\n";

constexpr const char* kBoard = R"(name: <test/board|t>
architecture: <armv8m|>
cpu: <cortex-m33|t>
fpu: <true|b>
machine: <mps2-an521|t>
machine_with_fpu: <[sse-200.CPU0_FPU=on]|>
description: <A board|twe>
mpu_regions: <8|>
privileged_execute_never: <false|b>
isolation_levels: <[1]|l>
memory:
  secure_code: {base: <0x10000000|>, size: 0x80000}
  secure_ram: {base: 0x38000000, size: <0x20000|>}
  non_secure_code: <{base: 0x00100000, size: 0x00080000}|>
  non_secure_ram: {base: 0x28200000, size: 0x00020000}
non_secure_memory: <[non_secure_code, non_secure_ram]|>
interrupts:
  count: <124|>
  names:
    TIMER0: <3|>
    UART1_TX: 35
    TEST_LINE: 20
  non_secure: <[32]|l>
storage:
  SSRAM1: {size: <0x00400000|>, at: <[0x10000000, 0x00000000, 0x10400000, 0x00400000]|l>, controllers: <[0x58007000]|l>}
  SSRAM2: {size: 0x00200000, at: [0x38000000, 0x28000000]}
  BUFFERS: {size: 0x1000, at: [0x50010000]}
  SSRAM3: <{size: 0x00200000, at: [0x38200000, 0x28200000], controllers: [0x58009000]}|>
secure_devices: {base: <0x50000000|>, size: <0x10000000|>}
log: <UART4|>
system_counter: <UART4|>
devices:
  UART4: {base: 0x50204000, size: 0x1000, also: <[0x40204000]|l>, owner: <kernel|>}
  UART0: {base: 0x40200000, size: 0x1000, owner: non_secure, port: {register: <0x50080084|>, bit: <5|>}}
  SYSTEM: {base: 0x50021000, size: 0x1000, owner: none, because: <its owner has all privileges|tw>}
  UART1: {base: <0x50201000|>, size: 0x1000}
  UART2: {base: 0x50202000, size: <0x1000|>}
  TIMER1: <{base: 0x50001000, size: 0x1000}|>
  GATED: {base: 0x50003000, size: 0x1000, gate: {register: <0x500800B0|>, bit: 1}}
  OTHER: {base: 0x50006000, size: 0x1000, gate: {register: 0x500800B0, bit: <1|>}}
  WHOLE: {base: 0x50005000, size: 0x1000, gate: <{register: 0x500800B0, bit: 1}|>}
)";

constexpr const char* kBoardMaps = R"(name: test/board
architecture: armv8m
memory: <{secure_code: {base: 0x10000000, size: 0x80000}, secure_ram: {base: 0x38000000, size: 0x20000}, non_secure_code: {base: 0x100000, size: 0x80000}, non_secure_ram: {base: 0x28200000, size: 0x20000}}|>
interrupts: <{count: 124, names: {TIMER0: 3}}|>
devices: <{UART1: {base: 0x50201000, size: 0x1000}, UART4: {base: 0x50204000, size: 0x1000, owner: kernel}}|>
storage: <{CODE: {size: 0x400000, at: [0x10000000, 0], controllers: [0x58007000]}, RAM: {size: 0x400000, at: [0x38000000, 0x28000000], controllers: [0x58008000]}, BUFFERS: {size: 0x1000, at: [0x50010000]}}|>
secure_devices: <{base: 0x50000000, size: 0x10000000}|>
log: UART4
)";

constexpr const char* kBoardExtra = R"(description: <More|twe>
interrupts:
  names:
    ALSO_TIMER0: <TIMER0|>
devices:
  ALSO_UART1: <UART1|>
)";

constexpr const char* kBoardExtraMaps = R"(interrupts: <{names: {ALSO: 3}}|>
devices: <{ALSO_UART1: UART1}|>
)";

struct Slot {
  std::size_t place;  // in the document with every slot filled
  std::string value;
  std::string kinds;
};

struct Document {
  std::string text;
  std::vector<Slot> slots;
};

Document parse(std::string_view marked, const std::string& model) {
  Document document;
  while (!marked.empty()) {
    const std::size_t open = std::min(marked.find('<'), marked.size());
    document.text += marked.substr(0, open);
    marked.remove_prefix(open);
    if (marked.empty())
      break;
    const std::size_t bar = marked.find('|');
    const std::size_t close = marked.find('>', bar);
    std::string value(marked.substr(1, bar - 1));
    if (value == "MODEL")
      value = model;
    document.slots.push_back({document.text.size(), value, std::string(marked.substr(bar + 1, close - bar - 1))});
    document.text += value;
    marked.remove_prefix(close + 1);
  }
  return document;
}

struct Form {
  std::string name;
  std::string file;
  const char* marked;
  std::string backend = "IPC";
  std::string model = "IPC";
};

void PrintTo(const Form& form, std::ostream* stream) { *stream << form.name; }

class Types : public ::testing::TestWithParam<Form> {
 protected:
  void prepare(Workspace& workspace) const {
    workspace.options.backend = GetParam().backend;
    workspace.options.defines.push_back("INCLUDED=ON");
    if (GetParam().file == "other.yaml" || GetParam().file == "other.json") {
      workspace.write("list.yaml", "manifest_list: [{description: it, manifest: " + GetParam().file +
                                       ", non_ffm_attributes: [ns_agent, weak_dependencies, place_in_dtcm]}]\n");
    }
  }

  // The error is in the slot's line, at its value or after it; for an empty value, at the end of its key.
  static bool is_about(const Diagnostic& diagnostic, const std::string& file, const std::string& text,
                       std::size_t place, std::size_t size) {
    const auto line =
        static_cast<unsigned>(1 + std::count(text.begin(), text.begin() + static_cast<long>(place), '\n'));
    const std::size_t newline = text.rfind('\n', place == 0 ? 0 : place - 1);
    const auto column = static_cast<unsigned>(place - (newline == std::string::npos ? 0 : newline + 1) + 1);
    if (diagnostic.severity != Severity::error || diagnostic.at.file == nullptr ||
        !diagnostic.at.file->name().ends_with("/" + file))
      return false;
    if (size == 0)
      return diagnostic.at.line == line || diagnostic.at.line == line + 1;
    return diagnostic.at.line == line && diagnostic.at.column >= column && diagnostic.at.column < column + size;
  }
};

TEST_P(Types, the_document_without_a_fault_is_accepted_but_for_what_its_backend_cannot_run) {
  Workspace workspace;
  prepare(workspace);
  workspace.write(GetParam().file, parse(GetParam().marked, GetParam().model).text);
  const Compilation compilation = workspace.check();
  for (const Diagnostic& diagnostic : compilation.diagnostics.all()) {
    const bool is_model = diagnostic.message.find("which CONFIG_TFM_SPM_BACKEND=SFN cannot run") != std::string::npos;
    const bool is_empty_slot = diagnostic.message.find("client_id") != std::string::npos;
    EXPECT_TRUE(diagnostic.severity != Severity::error || is_model || is_empty_slot) << headline(diagnostic);
  }
}

TEST_P(Types, a_field_refuses_every_kind_of_value_that_it_does_not_take) {
  const Document document = parse(GetParam().marked, GetParam().model);
  ASSERT_FALSE(document.slots.empty());
  Workspace workspace;
  prepare(workspace);
  for (const Slot& slot : document.slots) {
    for (const WrongKind& kind : kKinds) {
      std::string text = document.text;
      text.replace(slot.place, slot.value.size(), kind.text);
      workspace.write(GetParam().file, text);
      const Compilation compilation = workspace.check();
      const std::vector<Diagnostic>& all = compilation.diagnostics.all();
      const bool refused = std::any_of(all.begin(), all.end(), [&](const Diagnostic& diagnostic) {
        return is_about(diagnostic, GetParam().file, text, slot.place, std::string_view(kind.text).size());
      });
      const bool takes = slot.kinds.find(kind.letter) != std::string::npos;
      const std::size_t line = text.rfind('\n', slot.place == 0 ? 0 : slot.place - 1) + 1;
      EXPECT_EQ(refused, !takes) << text.substr(line, text.find('\n', line) - line) << "\n"
                                 << compilation.diagnostics.text();
    }
  }
}

std::string form_name(const ::testing::TestParamInfo<Form>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    types, Types,
    ::testing::Values(Form{"manifest_ipc", "other.yaml", kManifest},
                      Form{"manifest_sfn", "other.yaml", kManifest, "IPC", "SFN"},
                      Form{"manifest_dual", "other.yaml", kManifest, "IPC", "dual"},
                      Form{"manifest_ipc_on_sfn", "other.yaml", kManifest, "SFN", "IPC"},
                      Form{"manifest_sfn_on_sfn", "other.yaml", kManifest, "SFN", "SFN"},
                      Form{"manifest_dual_on_sfn", "other.yaml", kManifest, "SFN", "dual"},
                      Form{"manifest_lists", "other.yaml", kLists},
                      Form{"manifest_lists_on_sfn", "other.yaml", kLists, "SFN", "SFN"},
                      Form{"manifest_1_0", "other.json", kOldManifest},
                      Form{"manifest_1_0_on_sfn", "other.json", kOldManifest, "SFN"}, Form{"list", "list.yaml", kList},
                      Form{"list_of_nothing", "list.yaml", kListOfNothing}, Form{"board", "board.yaml", kBoard},
                      Form{"board_maps", "board.yaml", kBoardMaps}, Form{"board_extra", "extra.yaml", kBoardExtra},
                      Form{"board_extra_maps", "extra.yaml", kBoardExtraMaps}),
    form_name);

}  // namespace
}  // namespace postern::testing
