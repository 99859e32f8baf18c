// SPDX-License-Identifier: Apache-2.0

// How often each partition was called, refused and restarted since boot, with POSTERN_COUNTERS; without it every
// function here is empty and the counters do not exist.
//
// The kernel decides nothing by them, so they may lie in the memory of the Platform service, which tells them
// (POSTERN_TELL_COUNTERS). Only code that cannot be interrupted by another writer adds to one: on the SFN backend that
// is the one secure thread.
#pragma once

#include "spm/partition.hpp"
#include "system.hpp"

namespace spm::counters {

void begin();

inline void note_call(const Partition& server) {
  if constexpr (system::kCounters) {
    ++system::counters[server.index].calls;
  }
}

inline void note_refusal(const Partition& client) {
  if constexpr (system::kCounters) {
    ++system::counters[client.index].refused;
  }
}

inline void note_restart(const Partition& partition) {
  if constexpr (system::kCounters) {
    ++system::counters[partition.index].restarts;
  }
}

}  // namespace spm::counters
