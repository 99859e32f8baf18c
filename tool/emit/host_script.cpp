// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <vector>

#include "emit/linker_scripts.hpp"
#include "text/line_writer.hpp"

namespace postern {

namespace {

constexpr unsigned kPage = 4096;
constexpr unsigned kStackSize = 0x40000;  // of a fibre: redzones and unoptimised frames need room

// The objects of the kernel, which CMake builds in folders named after `IMAGE.spm` and `IMAGE.spm_entries`.
constexpr const char* kKernelObjects = "*.spm*.dir*";

// The addresses of both worlds. The secure world's code, constants and memory are the three regions of the domain at
// level 1, as on a device; port::non_secure_memory() returns those of the non-secure program.
class HostScript {
 public:
  explicit HostScript(const Plan& plan) : plan_(plan) {
    if (plan.is_ipc()) {
      for (const PlannedPartition& partition : plan.partitions) {
        stacks_.push_back(partition.manifest->name.value);
      }
    }
    stacks_.emplace_back("agent");
    if (plan.is_ipc()) {
      stacks_.emplace_back("idle");
    }
  }

  std::string emit() {
    text_ =
        "/* Where the worlds lie in the host's program: an addition to the linker's own script. Written by postern "
        "from\n"
        " * the manifests; edit those. Each stack has a page below it that no code can touch. */\n";
    text();
    constants();
    ram();
    return std::move(text_);
  }

 private:
  void begin(const char* section) { text_ += fmt::format("SECTIONS\n{{\n  {} : ALIGN({})\n  {{\n", section, kPage); }
  void end(const char* neighbour) { text_ += fmt::format("  }}\n}}\nINSERT AFTER {};\n\n", neighbour); }
  void symbol(const char* name) { line_("{} = .;", name); }
  void new_page() { line_(". = ALIGN({});", kPage); }
  void kernels(const char* kinds) { line_("{}({})", kKernelObjects, kinds); }
  void partitions(const char* kind) {
    for (const PlannedPartition& partition : plan_.partitions) {
      line_("*(.{}.{})", section_prefix(*partition.manifest), kind);
    }
  }

  void text() {
    begin(".postern.text");
    symbol("text_start");
    kernels(".text .text.*");
    partitions("text");
    line_(". = ALIGN(32);");
    line_("text_last = . - 32;");
    new_page();
    symbol("non_secure_text_start");
    line_("*(.non_secure.text)");
    symbol("non_secure_text_end");
    end(".text");
  }

  void constants() {
    begin(".postern.constants");
    symbol("constants_start");
    kernels(".rodata .rodata.*");
    partitions("rodata");
    line_(". = ALIGN(8);");
    symbol("stack_guards_start");
    for (const std::vector<std::string>* stacks : {&stacks_, &non_secure_stacks_}) {
      for (const std::string& stack : *stacks) {
        line_("QUAD({}.stack_limit - {})", stack, kPage);
      }
    }
    symbol("stack_guards_end");
    symbol("kept_memory");
    line_("QUAD(kept_start) QUAD(kept_end)");
    symbol("non_secure_kept_memory");
    line_("QUAD(non_secure_kept_start) QUAD(non_secure_kept_end)");
    line_(". = ALIGN(32);");
    line_("constants_last = . - 32;");
    new_page();
    symbol("non_secure_constants_start");
    line_("*(.non_secure.rodata)");
    symbol("non_secure_constants_end");
    end(".rodata");
  }

  void ram() {
    begin(".postern.ram");
    symbol("ram_start");
    kernels(".data .data.* .bss .bss.* COMMON");
    for (const PlannedPartition& partition : plan_.partitions) {
      line_(". = ALIGN(32);");
      for (const char* kind : {"data", "bss", "heap", "noinit"}) {
        partition_memory(*partition.manifest, kind);
      }
      reserve_image(*partition.manifest);
    }
    new_page();
    symbol("kept_start");
    kernels(".noinit");
    new_page();
    symbol("kept_end");
    add_stacks(stacks_);
    symbol("ram_end");
    line_("ram_last = . - 32;");
    text_ += fmt::format("  }}\n  .non_secure.ram : ALIGN({})\n  {{\n", kPage);
    symbol("non_secure_ram_start");
    for (const char* kind : {"data", "bss", "heap"}) {
      line_("*(.non_secure.{})", kind);
    }
    new_page();
    symbol("non_secure_kept_start");
    line_("*(.non_secure.noinit)");
    new_page();
    symbol("non_secure_kept_end");
    add_stacks(non_secure_stacks_);
    symbol("non_secure_ram_end");
    end(".data");
  }

  // Between two symbols if it restarts: whole words.
  void partition_memory(const Manifest& manifest, const char* kind) {
    if (!manifest.restarts()) {
      line_("*(.{}.{})", section_prefix(manifest), kind);
      return;
    }
    line_(". = ALIGN(8);");
    line_("\"{}.{}_start\" = .;", manifest.name.value, kind);
    line_("*(.{}.{})", section_prefix(manifest), kind);
    line_(". = ALIGN(8);");
    line_("\"{}.{}_end\" = .;", manifest.name.value, kind);
  }

  // A program has no load image: boot copies the data here before anything runs.
  void reserve_image(const Manifest& manifest) {
    if (manifest.restarts()) {
      line_("\"{}.data_image\" = .;", manifest.name.value);
      line_(R"(. = . + "{0}.data_end" - "{0}.data_start";)", manifest.name.value);
    }
  }

  // A guard page, then the stack.
  void add_stacks(const std::vector<std::string>& stacks) {
    for (const std::string& stack : stacks) {
      line_(". = ALIGN({0}) + {0};", kPage);
      line_("{}.stack_limit = .;", stack);
      line_(". = . + {:#x};", kStackSize);
      line_("{}.stack_top = .;", stack);
    }
  }

  const Plan& plan_;
  std::vector<std::string> stacks_;
  std::vector<std::string> non_secure_stacks_{"non_secure", "non_secure.first_handler", "non_secure.second_handler"};
  std::string text_;
  LineWriter line_{text_, "    "};
};

}  // namespace

std::string host_linker_script(const Plan& plan) { return HostScript(plan).emit(); }

}  // namespace postern
