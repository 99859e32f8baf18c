// SPDX-License-Identifier: Apache-2.0

#include "emit/headers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/protection.hpp"
#include "plan/domains.hpp"
#include "text/words.hpp"

namespace postern {

namespace {

class Header {
 public:
  Header(const std::string& guard, const std::string& purpose) {
    text_ = fmt::format("/* {} Written by postern from the manifests; edit those. */\n#ifndef {}\n#define {}\n",
                        purpose, guard, guard);
  }

  void line(const std::string& text) { text_ += text + "\n"; }
  void define(const std::string& name, const std::string& value) { line(fmt::format("#define {} {}", name, value)); }
  void flag(const std::string& name, bool value) { define(name, value ? "1" : "0"); }
  std::string finish() { return text_ + "\n#endif\n"; }

 private:
  std::string text_;
};

bool any_mmio(const Plan& plan) {
  return std::any_of(plan.partitions.begin(), plan.partitions.end(),
                     [](const PlannedPartition& partition) { return !partition.manifest->mmio_regions.empty(); });
}

}  // namespace

std::string sid_header(const Plan& plan) {
  Header header("PSA_MANIFEST_SID_H", "The services: identifiers, versions, stateless handles.");
  for (const unsigned partition : plan.in_list_order) {
    for (unsigned k = 0; k < plan.service_count(partition); ++k) {
      const PlannedService& planned = plan.services[plan.partitions[partition].first_service + k];
      const Service& service = *planned.service;
      header.line("");
      header.define(service.name.value + "_SID", fmt::format("(0x{:08X}U)", service.sid->value));
      header.define(service.name.value + "_VERSION", fmt::format("({}U)", service.version.value));
      if (!planned.stateless_index) {
        continue;
      }
      const std::uint32_t handle = stateless_handle(*planned.stateless_index, service.version.value);
      header.define(service.name.value + "_HANDLE", fmt::format("(0x{:08X}U)", handle));
    }
  }
  return header.finish();
}

std::string pid_header(const Plan& plan) {
  Header header("PSA_MANIFEST_PID_H", "The partitions' ids.");
  header.line("");
  for (const unsigned partition : plan.in_list_order) {
    header.define(plan.partitions[partition].manifest->name.value,
                  fmt::format("(0x{:08X})", plan.partitions[partition].id));
  }
  header.define("TFM_MAX_USER_PARTITIONS", fmt::format("({})", plan.partitions.size()));
  return header.finish();
}

std::string manifest_header(const Plan& plan, const PlannedPartition& partition) {
  const Manifest& manifest = *partition.manifest;
  const bool is_ipc = partition.model == Model::ipc;
  Header header(header_guard(manifest.base_name),
                fmt::format("Partition {}: its model, signals and functions.", manifest.name.value));
  std::string prototypes;
  if (!is_ipc) {
    for (const Service& service : manifest.services) {
      prototypes += fmt::format("psa_status_t {}_sfn(const psa_msg_t *msg);\n", lower_case(service.name.value));
    }
  }
  for (const Interrupt& interrupt : manifest.interrupts) {
    if (interrupt.handling == Handling::first_level) {
      prototypes += fmt::format("psa_flih_result_t {}(void);\n", interrupt.flih_function);
    }
  }
  if (!prototypes.empty()) {
    header.line("\n#include \"psa/service.h\"");
  }
  header.line("");
  header.flag(manifest.name.value + "_MODEL_IPC", is_ipc);
  header.flag(manifest.name.value + "_MODEL_SFN", !is_ipc);
  if (plan.knows_last_run(partition)) {
    header.define(manifest.name.value + "_CONFIG_LAST_RUN", "1");
  }
  if (plan.has_counters(partition)) {
    header.define(manifest.name.value + "_CONFIG_COUNTERS", std::to_string(plan.partitions.size() + 1));
  }
  for (unsigned k = 0; is_ipc && k < manifest.services.size(); ++k) {
    const PlannedService& planned = plan.services[partition.first_service + k];
    header.define(planned.service->name.value + "_SIGNAL", fmt::format("(0x{:08X}U)", planned.signal));
  }
  for (unsigned k = 0; k < manifest.interrupts.size(); ++k) {
    const PlannedInterrupt& planned = plan.interrupts[partition.first_interrupt + k];
    header.define(planned.interrupt->signal.value, fmt::format("(0x{:08X}U)", planned.signal));
  }
  if (!prototypes.empty()) {
    header.line("\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n" + prototypes + "\n#ifdef __cplusplus\n}\n#endif");
  }
  return header.finish();
}

std::string framework_feature_header(const Plan& plan) {
  Header header("PSA_FRAMEWORK_FEATURE_H", "What this build of the framework has.");
  header.line("");
  header.define("PSA_FRAMEWORK_ISOLATION_LEVEL", std::to_string(plan.configuration->level));
  header.flag("PSA_FRAMEWORK_HAS_MM_IOVEC", plan.configuration->mm_iovec);
  return header.finish();
}

bool has_upcalls(const Plan& plan) { return plan.configuration->level > 1 && plan.has_handling(Handling::first_level); }

/// Whether every switch of a thread is one to another domain, except between the agent and idle.
bool changes_domain(const Plan& plan) {
  return plan.configuration->level > 1 && !has_upcalls(plan) &&
         std::ranges::all_of(plan.areas, [](const Area& area) { return area.partitions.size() < 2; });
}

std::string config_header(const Plan& plan) {
  Header header("CONFIG_IMPL_H", "The configuration as far as it follows from options and manifests.");
  header.line("");
  header.flag("CONFIG_TFM_SPM_BACKEND_IPC", plan.is_ipc());
  header.flag("CONFIG_TFM_SPM_BACKEND_SFN", !plan.is_ipc());
  header.flag("CONFIG_TFM_CONNECTION_BASED_SERVICE_API", plan.has_connections());
  header.flag("CONFIG_TFM_FLIH_API", plan.has_handling(Handling::first_level));
  header.flag("CONFIG_TFM_SLIH_API", plan.has_handling(Handling::second_level));
  header.flag("CONFIG_TFM_MMIO_REGION_ENABLE", any_mmio(plan));
  header.flag("CONFIG_TFM_DOORBELL_API", plan.configuration->doorbell);
  header.flag("POSTERN_UPCALLS", has_upcalls(plan));
  header.flag("POSTERN_SFN_MODEL", plan.has_model(Model::sfn));
  header.flag("POSTERN_BOOT_SELF_TEST", plan.configuration->boot_self_test);
  header.define("POSTERN_FIXED_ROWS", std::to_string(fixed_rows(plan.configuration->level, *plan.board)));
  header.define("POSTERN_DOMAIN_SLOTS", std::to_string(slot_count(plan)));
  header.flag("POSTERN_SWITCH_CHANGES_DOMAIN", changes_domain(plan));
  header.flag("POSTERN_MAPS_REGIONS", plan.maps_regions());
  header.flag("POSTERN_RESTARTS", plan.restarts());
  header.flag("TFM_NS_MANAGE_NSID", plan.configuration->manage_nsid);
  header.define("CONFIG_TFM_CONN_HANDLE_MAX_NUM", std::to_string(plan.configuration->connections));
  header.flag("CONFIG_TFM_ENABLE_CP10CP11", plan.configuration->fpu_usable);
  header.flag("POSTERN_VECTORS", plan.configuration->fpu_usable && plan.board->mve);
  header.flag("CONFIG_TFM_LAZY_STACKING", plan.configuration->lazy_stacking);
  header.define("CONFIG_TFM_FLOAT_ABI", plan.configuration->fp ? "2" : "0");
  return header.finish();
}

}  // namespace postern
