// How a partition takes its messages on the IPC backend.
#pragma once

#include "spm/partition.hpp"

namespace spm::ipc {

inline SignalSet serviceable(const Partition& partition) { return partition.asserted & partition.descriptor->services; }

/// IPC model: takes the oldest message behind a service signal and writes it to that place (GET-1 to GET-5).
void get(Partition& partition, SignalSet signal, std::uintptr_t place);

/// SFN model: these of the signals that it waited for mean a message. psa_wait never waits for them (SFN-13).
inline bool awaits_message(const Partition& partition, SignalSet signals) {
  return system::kHasSfnModel && partition.descriptor->model == Model::sfn &&
         !is_empty(signals & partition.descriptor->services);
}

/// SFN model: takes the next message, oldest first within a service and in manifest order between services (SFN-20),
/// writes it into the partition's slot and answers which secure function is to run. Some service signal is asserted.
std::uint32_t receive(Partition& partition);

}  // namespace spm::ipc
