// SPDX-License-Identifier: Apache-2.0

#include "emit/partitions.hpp"

#include <fmt/format.h>

#include <string>

#include "encoding/last_run.h"
#include "text/words.hpp"

namespace postern {

namespace {

constexpr const char* kIncludeDirectory = "include";

// runtime/heap.c: a byte holds the marks of four granules of eight bytes each.
constexpr std::uint64_t kHeapPerMarks = 32;

// A value that is known here is written as a number: config_tfm.h might define another one.
std::string stack_size(const StackSize& stack) { return stack.value ? std::to_string(*stack.value) : stack.text; }

// The stack has 32 bytes above its top; the seal is at the beginning of them.
std::string stack_and_heap(const Plan& plan, const Manifest& manifest) {
  std::string text;
  if (plan.is_ipc()) {
    const std::string size = stack_size(manifest.stack);
    text += fmt::format(
        "\n_Static_assert(({0}) > 0, \"stack_size of {1}\");\n"
        "unsigned char postern_stack[(({0}) + 7) / 8 * 8 + 32] __attribute__((aligned(32), used, "
        "section(\".postern.stack\")));\n",
        size, manifest.name.value);
  }
  if (manifest.heap_size != 0) {
    text += fmt::format(
        "\nunsigned char postern_heap[{0}] __attribute__((aligned(32), section(\".postern.heap\")));\n"
        "const __SIZE_TYPE__ postern_heap_size = {0};\n"
        "unsigned char postern_heap_marks[{1}];\n",
        manifest.heap_size, (manifest.heap_size + kHeapPerMarks - 1) / kHeapPerMarks);
  }
  return text;
}

// The table through which the runtime or the kernel calls. C has no empty arrays, so that of a partition without
// services holds one null pointer, which no index reaches.
std::string functions(const Plan& plan, const Manifest& manifest) {
  std::string text = "\n";
  std::string table;
  for (const Service& service : manifest.services) {
    const std::string function = lower_case(service.name.value) + "_sfn";
    text += fmt::format("psa_status_t {}(const psa_msg_t *msg);\n", function);
    table += fmt::format("{}{}", table.empty() ? "" : ", ", function);
  }
  const std::string& init = manifest.entry_init.value;
  if (!init.empty()) {
    text += fmt::format("psa_status_t {}(void);\n", init);
  }
  if (plan.is_ipc()) {
    text += "\npsa_msg_t postern_message;\n";
  }
  text += fmt::format("\npsa_status_t (*const postern_functions[])(const psa_msg_t *) = {{{}}};\n",
                      table.empty() ? "0" : table);
  // On the SFN backend the kernel reads it, and another takes its place where there are constructors.
  text += fmt::format("psa_status_t (*const {})(void) = {};\n", plan.is_ipc() ? "postern_init" : "postern_plain_init",
                      init.empty() ? "0" : init);
  return text;
}

std::vector<std::string> exports(const Plan& plan, const PlannedPartition& partition) {
  const Manifest& manifest = *partition.manifest;
  const std::string& name = manifest.name.value;
  std::vector<std::string> pairs;
  if (!plan.is_ipc()) {
    if (!manifest.services.empty()) {
      pairs.push_back("postern_functions=" + name + ".functions");
    }
    pairs.push_back("postern_init=" + name + ".init");
  } else if (partition.model == Model::sfn) {
    pairs.push_back("postern_start=" + name + ".start");
    pairs.push_back("postern_message=" + name + ".message");
  } else {
    pairs.push_back("postern_start=" + name + ".start");
  }
  if (plan.knows_last_run(partition)) {
    pairs.push_back("postern_last_run=" + name + ".last_run");
  }
  if (plan.has_counters(partition)) {
    pairs.push_back("spm_counters=" + name + ".counters");
  }
  for (const Interrupt& interrupt : manifest.interrupts) {
    if (interrupt.handling != Handling::first_level) {
      continue;
    }
    pairs.push_back(fmt::format("{1}={0}.{1}", name, interrupt.flih_function));
  }
  return pairs;
}

std::string quoted(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '$' || c == ';') {
      out += '\\';
    }
    out += c;
  }
  return fmt::format("\"{}\"", out);
}

std::string set_list(const std::string& variable, const std::vector<std::string>& values) {
  std::string out = fmt::format("set({}", variable);
  for (const std::string& value : values) {
    out += fmt::format("\n  {}", quoted(value));
  }
  return out + ")\n";
}

std::string full_path(const std::filesystem::path& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

}  // namespace

std::string storage_source(const Plan& plan, const PlannedPartition& partition) {
  const Manifest& manifest = *partition.manifest;
  std::string text =
      fmt::format("/* Storage and entries of partition {}. Written by postern from its manifest; edit that. */\n",
                  manifest.name.value);
  const bool needs_configuration = plan.is_ipc() && !manifest.stack.value;
  if (needs_configuration) {
    text += "#include \"config_tfm.h\"\n";
  }
  if (partition.model == Model::sfn) {
    text += "#include \"psa/service.h\"\n";
  }
  text += stack_and_heap(plan, manifest);
  if (plan.knows_last_run(partition)) {
    // The kernel writes it at each boot, so a restart of the partition must not clear it.
    text += fmt::format("\nunsigned postern_last_run[{}] __attribute__((section(\".noinit.postern_last_run\")));\n",
                        unsigned{LAST_RUN_WORDS});
  }
  if (plan.has_counters(partition)) {
    text += fmt::format(
        "\n#include \"encoding/counters.h\"\n\nstruct postern_counters spm_counters[{}] "
        "__attribute__((section(\".noinit.spm_counters\")));\n",
        plan.partitions.size() + 1);
  }
  if (partition.model == Model::sfn) {
    return text + functions(plan, manifest);
  }
  return text +
         fmt::format("\nvoid {0}(void);\n\nvoid (*const postern_entry)(void) = {0};\n", manifest.entry_point.value);
}

std::filesystem::path header_directory(const Manifest& manifest, const std::filesystem::path& output) {
  return output / (manifest.output_path.empty() ? std::filesystem::path(kIncludeDirectory)
                                                : std::filesystem::path(manifest.output_path));
}

std::string cmake_facts(const Plan& plan, const std::filesystem::path& output, const std::vector<std::string>& inputs) {
  std::string text =
      "# What the build needs to know of the partitions. Written by postern from the manifests; edit those.\n";
  std::vector<std::string> names;
  for (const PlannedPartition& partition : plan.partitions) {
    names.push_back(partition.manifest->name.value);
  }
  text += set_list("POSTERN_PARTITIONS", names);
  for (const PlannedPartition& partition : plan.partitions) {
    const std::string& name = partition.manifest->name.value;
    std::vector<std::string> directories{full_path(output / kIncludeDirectory)};
    if (const std::string own = full_path(header_directory(*partition.manifest, output)); own != directories.front()) {
      directories.push_back(own);
    }
    text += "\n" + set_list(fmt::format("POSTERN_{}_INCLUDE_DIRS", name), directories);
    text += set_list(fmt::format("POSTERN_{}_STORAGE", name), {full_path(output / "partitions" / name / "storage.c")});
    text += set_list(fmt::format("POSTERN_{}_MODEL", name), {partition.model == Model::ipc ? "IPC" : "SFN"});
    text += set_list(fmt::format("POSTERN_{}_HEAP", name), {std::to_string(partition.manifest->heap_size)});
    text += set_list(fmt::format("POSTERN_{}_EXPORTS", name), exports(plan, partition));
  }
  std::vector<std::string> paths;
  paths.reserve(inputs.size());
  for (const std::string& input : inputs) {
    paths.push_back(full_path(input));
  }
  return text + "\n" + set_list("POSTERN_INPUTS", paths);
}

}  // namespace postern
