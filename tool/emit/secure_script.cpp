// SPDX-License-Identifier: Apache-2.0

#include "emit/linker_scripts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "emit/script_parts.hpp"

namespace postern {

namespace {

// For the kernel's own handlers, and 512 bytes of it for the report of a fault in one.
constexpr std::uint64_t kHandlerStackSfn = 768;
// Also for what the kernel needs below a FLIH function, and for a non-secure handler that calls a gate while the gate
// that another handler called still runs.
constexpr std::uint64_t kHandlerStack = 1024;
constexpr std::uint64_t kAgentStackIpc = 512;
constexpr std::uint64_t kIdleStack = 128;
// Idle can be put below a handler in place of a thread with registers of the FPU.
constexpr std::uint64_t kIdleStackWithFpu = 224;
// What a frame has more with floating point: all of the unit's registers.
constexpr std::uint64_t kFrameOfFpu = 136;
constexpr std::uint64_t kFramesInGates = 10;
constexpr std::uint64_t kSmallestSumOfStacks = 2048;  // SCH-22
constexpr unsigned kSealSize = 8;
constexpr unsigned kPartitionStackEnd = 32;  // what storage.c adds above the top of a partition's stack

class SecureScript {
 public:
  explicit SecureScript(const Plan& plan) : plan_(plan) {}

  std::string emit() {
    preamble();
    text_ += "SECTIONS\n{\n";
    code();
    constants();
    data();
    no_init();
    refuse_constructors();
    // For `postern audit`: in the file, but not in flash.
    text_ +=
        "  .postern.audit 0 (INFO) : { KEEP(*(.postern.audit)) KEEP(*(.postern.audit.stated)) }\n"
        "  .postern.board 0 (INFO) : { KEEP(*(.postern.board)) }\n"
        "  .postern.layout 0 (INFO) : { KEEP(*(.postern.layout)) }\n";
    text_ += places_of_what_is_not_loaded();
    text_ += "}\n\n";
    assertions();
    return std::move(text_);
  }

 private:
  void preamble() {
    const Board& board = *plan_.board;
    text_ += "/* The secure image. Written by postern from the manifests and board.yaml; edit those. */\n";
    text_ += memory_command(board.memory_of("secure_code"), board.memory_of("secure_ram"));
    // QEMU loads by physical address and clears the rest of a segment at each reset. So sections without bytes in the
    // file have segments of their own, which load at the address at which they are used.
    text_ += "PHDRS\n{\n  code PT_LOAD FLAGS(5);\n";
    for (unsigned i = 0; i < plan_.areas.size(); ++i) {
      text_ += fmt::format("  data_{0} PT_LOAD FLAGS(6);\n  zero_{0} PT_LOAD FLAGS(6);\n", i);
    }
    text_ += "  kept PT_LOAD FLAGS(6);\n}\n\n";
    text_ += "ENTRY(text_start)\n\n";
  }

  [[nodiscard]] const std::string& name(unsigned partition) const {
    return plan_.partitions[partition].manifest->name.value;
  }

  // The input sections of one kind of a partition, as its own link has named them, between two symbols for the audit.
  [[nodiscard]] std::string inputs_of(unsigned partition, const char* kind) const {
    return aligned(partition) +
           fmt::format("    \"{0}.{1}_start\" = .;\n    *(.partition.{0}.{1})\n{2}    \"{0}.{1}_end\" = .;\n",
                       name(partition), kind, aligned(partition));
  }

  // What a restart writes is whole words.
  [[nodiscard]] std::string aligned(unsigned partition) const {
    return plan_.partitions[partition].manifest->restarts() ? "    . = ALIGN(4);\n" : "";
  }

  // The input sections of a whole area: the kernel's, then the partitions'.
  [[nodiscard]] std::string inputs(const Area& area, const char* kind) const {
    std::string out;
    if (area.holds_kernel) {
      out += fmt::format("    kernel_{0}_start = .;\n    *(.{0} .{0}.*)\n    kernel_{0}_end = .;\n", kind);
    }
    for (const unsigned partition : area.partitions) {
      out += inputs_of(partition, kind);
    }
    return out;
  }

  // Text of the kernel comes before the gates, text of partitions after them. The gates and their veneers are an
  // aligned range of their own, which every domain has as a region.
  void code() {
    text_ +=
        "  .vectors ORIGIN(CODE) :\n  {\n    text_start = .;\n    KEEP(*(.vectors .vectors.*))\n  } > CODE :code\n\n";
    text_ +=
        "  .text : ALIGN(4)\n  {\n    *(.text .text.*)\n"
        "    *(.glue_7 .glue_7t .vfp11_veneer .v4_bx .iplt)\n  } > CODE :code\n\n";
    text_ += "  .gates : ALIGN(32)\n  {\n    gates_start = .;\n    KEEP(*(.gates .gates.*))\n  } > CODE :code\n\n";
    text_ +=
        "  .gnu.sgstubs : ALIGN(32)\n  {\n    nsc_start = .;\n    *(.gnu.sgstubs .gnu.sgstubs.*)\n  } > CODE :code\n"
        "  nsc_end = ALIGN(ADDR(.gnu.sgstubs) + SIZEOF(.gnu.sgstubs), 32);\n  gates_end = nsc_end;\n"
        "  gates_last = gates_end - 32;\n  kernel_text_last = gates_start - 32;\n"
        "  code_last = ORIGIN(CODE) + LENGTH(CODE) - 32;\n\n";
    partition_sections("text");
    text_ += "  text_end = ALIGN(32);\n  text_last = text_end - 32;\n\n";
  }

  // Text or constants of each area's partitions: whole granules, and never empty where they are a region.
  void partition_sections(const char* kind) {
    for (unsigned i = 0; i < plan_.areas.size(); ++i) {
      const Area& area = plan_.areas[i];
      if (area.partitions.empty()) {
        continue;
      }
      text_ += fmt::format("  .{0}_{1} : ALIGN(32)\n  {{\n    area_{1}_{0}_start = .;\n", kind, i);
      for (const unsigned partition : area.partitions) {
        text_ += inputs_of(partition, kind);
      }
      if (plan_.configuration->level > 1) {
        text_ += "    LONG(0)\n";
      }
      text_ += fmt::format(
          "    . = ALIGN(32);\n  }} > CODE :code\n"
          "  area_{1}_{0}_end = ADDR(.{0}_{1}) + SIZEOF(.{0}_{1});\n  area_{1}_{0}_last = area_{1}_{0}_end - 32;\n"
          "  area_{1}_below_{0}_last = area_{1}_{0}_start - 32;\n\n",
          kind, i);
    }
  }

  void constants() {
    text_ +=
        "  .constants : ALIGN(32)\n  {\n    constants_start = .;\n    *(.rodata .rodata.*)\n"
        "    *(.igot.plt .rel.iplt)\n    . = ALIGN(4);\n    load_table_start = .;\n";
    for (unsigned i = 0; i < plan_.areas.size(); ++i) {
      text_ += fmt::format(
          "    LONG(LOADADDR(.data_{0})) LONG(ADDR(.data_{0})) LONG(SIZEOF(.data_{0}))\n"
          "    LONG(ADDR(.bss_{0}) + SIZEOF(.bss_{0}) - ADDR(.data_{0}) - SIZEOF(.data_{0}))\n",
          i);
    }
    text_ += "    load_table_end = .;\n  } > CODE :code\n\n";
    partition_sections("rodata");
    text_ += "  constants_end = ALIGN(32);\n  constants_last = constants_end - 32;\n\n";
  }

  // The kernel's area comes first and no-init memory last, so that the kernel has memory below and above every other
  // area.
  void data() {
    text_ += "  ram_start = ORIGIN(RAM);\n";
    for (unsigned i = 0; i < plan_.areas.size(); ++i) {
      const Area& area = plan_.areas[i];
      text_ += fmt::format("  .data_{0} : ALIGN(32)\n  {{\n{1}    . = ALIGN(8);\n  }} > RAM AT> CODE :data_{0}\n", i,
                           inputs(area, "data"));
      text_ +=
          fmt::format("  .bss_{0} (NOLOAD) : ALIGN(8)\n  {{\n{1}    . = ALIGN(8);\n  }} > RAM AT> RAM :zero_{0}\n\n", i,
                      inputs(area, "bss"));
      stacks(area, i);
      for (const unsigned partition : area.partitions) {
        image_of_data(partition, i);
      }
      text_ += fmt::format(
          "  area_{0}_data_start = ADDR(.data_{0});\n  area_{0}_data_end = ADDR(.stacks_{0}) + "
          "SIZEOF(.stacks_{0});\n  area_{0}_data_last = area_{0}_data_end - 32;\n"
          "  area_{0}_below_last = area_{0}_data_start - 32;\n\n",
          i);
    }
  }

  // Where a partition that restarts finds its initial data.
  void image_of_data(unsigned partition, unsigned area) {
    if (plan_.partitions[partition].manifest->restarts()) {
      text_ += fmt::format("  \"{0}.data_image\" = LOADADDR(.data_{1}) + \"{0}.data_start\" - ADDR(.data_{1});\n",
                           name(partition), area);
    }
  }

  // Room for the stack, and above it the seal (written at boot), which a return with an empty stack runs into.
  void stack(const char* prefix, std::uint64_t size) {
    text_ +=
        fmt::format("    . = ALIGN(32);\n    \"{0}_limit\" = .;\n    . += {1};\n    \"{0}_top\" = .;\n    . += {2};\n",
                    prefix, size, kSealSize);
  }

  void stacks(const Area& area, unsigned index) {
    text_ += fmt::format("  .stacks_{} (NOLOAD) : ALIGN(32)\n  {{\n", index);
    if (area.holds_kernel) {
      stack("handler_stack", handler_stack_size(plan_));
    }
    if (area.holds_agent) {
      stack("agent.stack", agent_stack_size(plan_));
      if (plan_.is_ipc()) {
        stack("idle.stack", plan_.configuration->fpu_usable ? kIdleStackWithFpu : kIdleStack);
      }
    }
    for (const unsigned partition : area.partitions) {
      if (plan_.is_ipc()) {
        partition_stack(name(partition));
      }
      text_ += inputs_of(partition, "noinit");
      text_ += fmt::format(
          "    \"{0}.heap_start\" = .;\n    KEEP(*(.partition.{0}.heap))\n    \"{0}.heap_end\" = "
          ".;\n",
          name(partition));
    }
    text_ += fmt::format("    . = ALIGN(32);\n  }} > RAM AT> RAM :zero_{}\n\n", index);
  }

  void partition_stack(const std::string& partition) {
    text_ += fmt::format(
        "    . = ALIGN(32);\n    \"{0}.stack_limit\" = .;\n    KEEP(*(.partition.{0}.stack))\n    \"{0}.stack_top\" = "
        ". - {1};\n",
        partition, kPartitionStackEnd);
  }

  void no_init() {
    text_ +=
        "  .noinit (NOLOAD) : ALIGN(32)\n  {\n    KEEP(*(.noinit .noinit.*))\n    . = ALIGN(32);\n  } > RAM AT> RAM "
        ":kept\n  kept_start = ADDR(.noinit);\n  ram_end = ADDR(.noinit) + SIZEOF(.noinit);\n  ram_last = ram_end - "
        "32;\n"
        "  memory_last = ORIGIN(RAM) + LENGTH(RAM) - 32;\n\n";
  }

  void refuse_constructors() {
    text_ +=
        "  .init_array : { KEEP(*(.preinit_array .preinit_array.* .init_array .init_array.* .ctors .ctors.*)) } > CODE "
        ":code\n";
  }

  void assertion(const std::string& condition, const std::string& message) {
    text_ += fmt::format("ASSERT({}, \"{}\")\n", condition, message);
  }

  void assertions() {
    const Board& board = *plan_.board;
    const unsigned last = static_cast<unsigned>(plan_.areas.size()) - 1;
    assertion("SIZEOF(.init_array) == 0", "the secure image has constructors: a table of the kernel is not a constant");
    assertion(
        fmt::format("LOADADDR(.data_{0}) + SIZEOF(.data_{0}) <= ORIGIN(CODE) + LENGTH(CODE)", last),
        fmt::format("the secure image does not fit the code memory of {} (secure_code in board.yaml)", board.name));
    assertion("ram_end <= ORIGIN(RAM) + LENGTH(RAM)",
              fmt::format("the secure image does not fit the RAM of {} (secure_ram in board.yaml)", board.name));
    for (const char* symbol : {"text_start", "text_end", "constants_start", "constants_end", "ram_start", "ram_end",
                               "gates_start", "gates_end", "nsc_start", "nsc_end"}) {
      assertion(fmt::format("{} % 32 == 0", symbol), fmt::format("{} is not a multiple of 32", symbol));
    }
    assertion("text_start == ORIGIN(CODE) && SIZEOF(.vectors) != 0",
              "the vector table is not at the base of secure_code");
  }

  const Plan& plan_;
  std::string text_;
};

// At level 1 a FLIH function runs on the main stack, and none interrupts another: as much as the manifest of the most
// demanding owner gives its stack.
std::uint64_t flih_stack_size(const Plan& plan) {
  std::uint64_t most = 0;
  for (const PlannedPartition& partition : plan.partitions) {
    const Manifest& manifest = *partition.manifest;
    if (plan.configuration->level == 1 && manifest.has_first_level()) {
      most = std::max(most, manifest.stack.value.value_or(0));
    }
  }
  return (most + 7) / 8 * 8;
}

}  // namespace

std::uint64_t handler_stack_size(const Plan& plan) {
  const bool is_kernels_alone =
      !plan.is_ipc() && !plan.configuration->manage_nsid && !plan.has_handling(Handling::first_level);
  const std::uint64_t in_gates =
      plan.configuration->manage_nsid && plan.configuration->fpu_usable ? kFramesInGates * kFrameOfFpu : 0;
  return is_kernels_alone ? kHandlerStackSfn : kHandlerStack + flih_stack_size(plan) + (in_gates + 7) / 8 * 8;
}

std::uint64_t agent_stack_size(const Plan& plan) {
  if (plan.is_ipc()) {
    return kAgentStackIpc;
  }
  std::uint64_t sum = 0;
  for (const PlannedPartition& partition : plan.partitions) {
    sum += partition.manifest->stack.value.value_or(0);
  }
  const std::uint64_t of_fpu = plan.configuration->fpu_usable ? kFrameOfFpu : 0;
  return (std::max(sum, kSmallestSumOfStacks) / 2 + 7) / 8 * 8 + of_fpu;
}

std::string secure_linker_script(const Plan& plan) { return SecureScript(plan).emit(); }

}  // namespace postern
