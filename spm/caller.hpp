// Who asks: the one thing every check of the kernel starts from.
//
// A Caller is made once, where a call enters the kernel, from the running context and the kind of entry together. No
// later code looks at registers or at the stack to find out whom it serves. The agent's context runs nothing but gates,
// so whoever asks as the agent is the non-secure world.
#pragma once

#include "spm/non_secure_client.hpp"
#include "spm/partition.hpp"
#include "spm/types.hpp"

namespace spm {

struct Caller {
  Partition& partition;  // whose context runs

  /// Vectors are judged as the non-secure world's, errors are answered and not punished (PE-3).
  [[nodiscard]] bool is_non_secure() const { return &partition == &agent(); }
  /// What a service sees (CID-1).
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
