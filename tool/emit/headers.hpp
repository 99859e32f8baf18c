// SPDX-License-Identifier: Apache-2.0

// The C headers that partitions and the non-secure world include: psa_manifest/, psa/framework_feature.h,
// config_impl.h.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] std::string sid_header(const Plan& plan);                                          // GEN-1
[[nodiscard]] std::string pid_header(const Plan& plan);                                          // GEN-2
[[nodiscard]] std::string manifest_header(const Plan& plan, const PlannedPartition& partition);  // GEN-3
[[nodiscard]] std::string framework_feature_header(const Plan& plan);
[[nodiscard]] std::string config_header(const Plan& plan);

}  // namespace postern
