// SPDX-License-Identifier: Apache-2.0

#include "spm/counters.hpp"

namespace spm::counters {

void begin() {
  if constexpr (system::kCounters) {
    constexpr std::int32_t kNonSecureWorld = -1;
    for (const Partition& partition : partitions) {
      const std::int32_t id = &partition == &agent() ? kNonSecureWorld : partition.descriptor->id;
      system::counters[partition.index] = {0, 0, 0, id};
    }
  }
}

}  // namespace spm::counters
