// SPDX-License-Identifier: Apache-2.0

// The caller of a PSA call: every check of the kernel starts from it.
//
// A Caller is made once, where a call enters the kernel (ipc/enter.cpp, sfn/direct.cpp), from the running context and
// the kind of entry. No later code looks at registers or at the stack to identify its caller. The agent's context runs
// only gates, so a call by the agent is a call of the non-secure world.
#pragma once

#include "spm/non_secure_client.hpp"
#include "spm/partition.hpp"
#include "spm/types.hpp"

namespace spm {

struct Caller {
  Partition& partition;  // the one whose context runs

  /// If true, errors are answered instead of punished (PE-3).
  [[nodiscard]] bool is_non_secure() const { return &partition == &agent(); }
  /// The client id that a service sees (CID-1).
  [[nodiscard]] ClientId id() const { return ClientId{partition.call.message.client_id}; }
};

inline Caller secure_caller(Partition& partition) { return {partition}; }
inline Caller non_secure_caller() {
  if constexpr (system::kManagesNonSecureIds) {
    agent().call.message.client_id = static_cast<std::int32_t>(non_secure_client());  // NSID-11
  }
  return {agent()};
}

}  // namespace spm
