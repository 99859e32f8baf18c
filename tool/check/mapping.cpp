// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>

#include "check/rules.hpp"

namespace postern::rules {

namespace {

constexpr const char* kFunctions = "psa_map_invec() and psa_map_outvec()";

bool depends_on(const Manifest& client, const Service& service) {
  const auto names = [&](const std::vector<Located<std::string>>& services) {
    return std::any_of(services.begin(), services.end(),
                       [&](const Located<std::string>& name) { return name.value == service.name.value; });
  };
  return names(client.dependencies) || names(client.weak_dependencies);
}

bool share_domain(const Manifest& one, const Manifest& other, unsigned level) {
  return &one == &other || level == 1 || (level == 2 && one.is_psa_rot == other.is_psa_rot);
}

// MMV-18: whose vectors the service can map only if they are whole granules. PSA-ROT services and non-secure clients
// have no such limit.
std::string clients_by_granules(const System& system, const Manifest& owner, const Service& service, unsigned level) {
  std::string clients;
  if (owner.is_psa_rot) {
    return clients;
  }
  for (const Manifest& client : system.manifests) {
    if (depends_on(client, service) && !share_domain(owner, client, level)) {
      clients += fmt::format("{}`{}`", clients.empty() ? "" : ", ", client.name.value);
    }
  }
  return clients;
}

void check_service(const System& system, const Manifest& owner, const Service& service,
                   const Configuration& configuration, Diagnostics& diagnostics) {
  if (!configuration.mm_iovec) {
    diagnostics.warning(*service.mm_iovec,
                        fmt::format("`mm_iovec: enable` has no effect without PSA_FRAMEWORK_HAS_MM_IOVEC=ON; {} do not "
                                    "exist in this build",
                                    kFunctions));
    return;
  }
  const std::string clients = clients_by_granules(system, owner, service, configuration.level);
  if (!clients.empty()) {
    diagnostics.warning(
        *service.mm_iovec,
        fmt::format("at isolation level {} the service `{}` can map a vector of {} only if it begins at a multiple of "
                    "32 bytes and is a multiple of 32 bytes long; for another one {} panic, unless the service is in a "
                    "PSA-ROT partition",
                    configuration.level, service.name.value, clients, kFunctions));
  }
}

}  // namespace

void check_mapping(const System& system, const Configuration& configuration, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MMV-18");
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      if (service.mm_iovec) {
        check_service(system, manifest, service, configuration, diagnostics);
      }
    }
  }
}

}  // namespace postern::rules
