// SPDX-License-Identifier: Apache-2.0

#include "emit/files.hpp"

#include "emit/audit.hpp"
#include "emit/board.hpp"
#include "emit/headers.hpp"
#include "emit/linker_scripts.hpp"
#include "emit/partitions.hpp"
#include "emit/system.hpp"

namespace postern {

namespace {

using Files = std::map<std::filesystem::path, std::string>;

void add_partition(const Plan& plan, const PlannedPartition& partition, const std::filesystem::path& output,
                   Files& files) {
  const Manifest& manifest = *partition.manifest;
  const std::filesystem::path headers = header_directory(manifest, output) / "psa_manifest";
  files[headers / (manifest.base_name + ".h")] = manifest_header(plan, partition);
  const std::filesystem::path own = output / "partitions" / manifest.name.value;
  files[own / "storage.c"] = storage_source(plan, partition);
  files[own / "partition.ld"] = part_linker_script(plan.board->architecture, section_prefix(manifest));
}

void add_host(const Plan& plan, const std::filesystem::path& output, Files& files) {
  files[output / "image.ld"] = host_linker_script(plan);
  files[output / "non_secure.ld"] = part_linker_script(Architecture::host, "non_secure");
}

void add_device(const Plan& plan, const std::filesystem::path& output, Files& files) {
  files[output / "include" / "ns_board.h"] = ns_board_header(*plan.board);
  files[output / "board_tables.hpp"] = board_tables_header(plan);
  files[output / "places.hpp"] = places_header(plan);
  files[output / "image.ld"] = secure_linker_script(plan);
  files[output / "ns.ld"] = non_secure_linker_script(*plan.board);
}

}  // namespace

Files files_of(const Plan& plan, const std::filesystem::path& output, const std::vector<std::string>& inputs) {
  Files files;
  const std::filesystem::path include = output / "include";
  files[include / "psa_manifest" / "sid.h"] = sid_header(plan);
  files[include / "psa_manifest" / "pid.h"] = pid_header(plan);
  files[include / "psa" / "framework_feature.h"] = framework_feature_header(plan);
  files[include / "config_impl.h"] = config_header(plan);
  files[output / "system.hpp"] = system_header(plan);
  for (const PlannedPartition& partition : plan.partitions) {
    add_partition(plan, partition, output, files);
  }
  files[output / "partitions.cmake"] = cmake_facts(plan, output, inputs);
  if (plan.board->architecture == Architecture::host) {
    add_host(plan, output, files);
  } else {
    add_device(plan, output, files);
  }
  return files;
}

}  // namespace postern
