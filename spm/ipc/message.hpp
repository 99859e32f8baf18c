// SPDX-License-Identifier: Apache-2.0

// How partitions take messages on the IPC backend. enter.cpp and deliver.cpp call it.
#pragma once

#include "spm/partition.hpp"

namespace spm::ipc {

inline SignalSet serviceable(const Partition& partition) { return partition.asserted & partition.descriptor->services; }

/// IPC model: takes the oldest message behind a service signal and writes it to `place` (GET-1 to GET-5).
Status get(Partition& partition, SignalSet signal, std::uintptr_t place);

/// Delivers the call of a client that is blocked to its service once more. The running context goes on.
[[gnu::noinline, gnu::cold]] void redeliver(Partition& client);

/// What the waiting thread of an SFN-model partition waits for: a message of any service. No signal has this bit
/// (SIG-1), and psa_wait cannot wait for it (SFN-13).
inline constexpr SignalSet kMessage{1};

/// SFN model: begins to serve this client's call, which has been taken. Writes the message to its place and returns
/// which secure function to run.
std::uint32_t serve(Partition& partition, Partition& client, SignalSet signal);

/// SFN model: serves the next message, oldest first within a service and in manifest order between services (SFN-20). A
/// service signal must be asserted.
std::uint32_t serve_next(Partition& partition);

}  // namespace spm::ipc
