// How a partition takes its messages on the IPC backend.
#pragma once

#include "spm/partition.hpp"

namespace spm::ipc {

inline SignalSet serviceable(const Partition& partition) { return partition.asserted & partition.descriptor->services; }

/// IPC model: takes the oldest message behind a service signal and writes it to that place (GET-1 to GET-5).
Status get(Partition& partition, SignalSet signal, std::uintptr_t place);

/// What the thread of an SFN-model partition waits for: a message of any service. No signal has this bit (SIG-1), and
/// psa_wait cannot wait for it (SFN-13).
inline constexpr SignalSet kMessage{1};

/// SFN model: the partition serves this client's call, which it took. Writes the message into its slot and answers
/// which secure function is to run.
std::uint32_t serve(Partition& partition, Partition& client, SignalSet signal);

/// SFN model: serves the next message, oldest first within a service and in manifest order between services (SFN-20).
/// Some service signal is asserted.
std::uint32_t serve_next(Partition& partition);

}  // namespace spm::ipc
