#include <fmt/format.h>

#include "check/rules.hpp"

namespace postern::rules {

namespace {

constexpr const char* kFunctions = "psa_map_invec() and psa_map_outvec()";

std::string reason(const Configuration& configuration) {
  if (!configuration.mm_iovec) {
    return fmt::format("has no effect without PSA_FRAMEWORK_HAS_MM_IOVEC=ON; {} do not exist in this build",
                       kFunctions);
  }
  if (configuration.level == 2) {
    return fmt::format(
        "at isolation level 2 reaches vectors in the service's own domain only; {} panic for those of any "
        "other client, such as the non-secure world",
        kFunctions);
  }
  if (configuration.level == 3) {
    return fmt::format(
        "is of no use at isolation level 3; a client's vectors lie in another domain than the service, and "
        "{} panic for them",
        kFunctions);
  }
  return "";
}

}  // namespace

void check_mapping(const System& system, const Configuration& configuration, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MMV-18");
  const std::string why = reason(configuration);
  if (why.empty()) {
    return;
  }
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      if (service.mm_iovec) {
        diagnostics.warning(*service.mm_iovec, fmt::format("`mm_iovec: enable` {}", why));
      }
    }
  }
}

}  // namespace postern::rules
