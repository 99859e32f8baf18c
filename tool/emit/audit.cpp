// SPDX-License-Identifier: Apache-2.0

#include "emit/audit.hpp"

#include <fmt/format.h>

#include <array>

#include "encoding/audit_record.hpp"

namespace postern {

namespace {

constexpr std::array<const char*, 6> kKinds{"text", "rodata", "data", "bss", "noinit", "heap"};
constexpr std::size_t kLongestName = sizeof(encoding::AuditName) - 1;

std::string span(const std::string& first, const std::string& end) { return fmt::format("{{{}, {}}}", first, end); }

// No other name of the header has this prefix: a partition may have the name of a part of the kernel.
std::string identifier(const std::string& owner, const char* kind, const char* end) {
  return fmt::format("partition_{}_{}_{}", owner, kind, end);
}

std::string symbol(const std::string& identifier, const std::string& name) {
  return fmt::format("extern const std::byte {}[] asm(\"{}\");\n", identifier, name);
}

std::string symbols(const Plan& plan) {
  std::string out;
  for (const char* name : {"text_start", "gates_start", "gates_end", "nsc_start", "nsc_end", "constants_start",
                           "load_table_end", "kernel_data_start", "kernel_data_end", "kernel_bss_start",
                           "kernel_bss_end", "handler_stack_limit", "handler_stack_top", "kept_start", "ram_end"}) {
    out += symbol(name, name);
  }
  for (const PlannedPartition& partition : plan.partitions) {
    const std::string& owner = partition.manifest->name.value;
    for (const char* kind : kKinds) {
      for (const char* end : {"start", "end"}) {
        out += symbol(identifier(owner, kind, end), fmt::format("{}.{}_{}", owner, kind, end));
      }
    }
  }
  return out;
}

std::string partitions(const Plan& plan) {
  std::string out =
      fmt::format("inline constexpr std::array<encoding::PartitionPlaces<const void*>, {}> kPartitions{{{{\n",
                  plan.partitions.size());
  for (const PlannedPartition& partition : plan.partitions) {
    const std::string& owner = partition.manifest->name.value;
    out += fmt::format("    {{{{\"{}\"}}, {}, {}", owner.substr(0, kLongestName), partition.id,
                       partition.manifest->is_psa_rot ? 1 : 0);
    for (const char* kind : kKinds) {
      out += ", " + span(identifier(owner, kind, "start"), identifier(owner, kind, "end"));
    }
    out += "},\n";
  }
  return out + "}};\n";
}

std::string services(const Plan& plan) {
  std::string out =
      fmt::format("inline constexpr std::array<encoding::AuditService, {}> kServices{{{{\n", plan.services.size());
  for (const PlannedService& planned : plan.services) {
    const bool maps = plan.configuration->mm_iovec && planned.service->mm_iovec.has_value();
    out += fmt::format("    {{{{\"{}\"}}, {}U}},\n", planned.service->name.value.substr(0, kLongestName), maps ? 1 : 0);
  }
  return out + "}};\n";
}

std::string devices(const Plan& plan) {
  std::string out =
      fmt::format("inline constexpr std::array<encoding::AuditDevice, {}> kDevices{{{{\n", plan.board->devices.size());
  for (const auto& [name, device] : plan.board->devices) {
    const Gate gate = device.gate.value_or(Gate{});
    out += fmt::format("    {{{{\"{}\"}}, {{0x{:08X}U, 0x{:08X}U}}, 0x{:08X}U, 0x{:08X}U}},\n",
                       name.substr(0, kLongestName), device.memory.base, device.memory.size, gate.address,
                       device.gate ? 1U << gate.bit : 0U);
  }
  return out + "}};\n";
}

}  // namespace

std::string places_header(const Plan& plan) {
  return "// Facts for the audit alone. Written by postern from the manifests and board.yaml; edit those.\n"
         "#pragma once\n\n#include <array>\n#include <cstddef>\n#include <cstdint>\n\n#include "
         "\"encoding/audit_record.hpp\"\n\n"
         "namespace places {\n\n" +
         symbols(plan) + "\n" + partitions(plan) + services(plan) + devices(plan) + "\n}  // namespace places\n";
}

}  // namespace postern
