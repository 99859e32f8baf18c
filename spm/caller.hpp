// Who asks: the one thing every check of the kernel starts from.
//
// A Caller is made once, where a call enters the kernel, from the running context and the kind of entry together. No
// later code looks at registers or at the stack to find out whom it serves.
#pragma once

#include "spm/non_secure_client.hpp"
#include "spm/partition.hpp"
#include "spm/types.hpp"

namespace spm {

struct Caller {
  Partition& partition;  // whose context runs: for a non-secure caller the agent
  ClientId id;           // what a service sees (CID-1)
  bool is_non_secure;    // vectors are judged as the non-secure world's, errors are answered and not punished (PE-3)
};

inline Caller secure_caller(Partition& partition) { return {partition, ClientId{partition.descriptor->id}, false}; }
inline Caller non_secure_caller() { return {agent(), non_secure_client(), true}; }

}  // namespace spm
