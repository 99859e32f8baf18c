// How a message reaches its service on the IPC backend.
#pragma once

#include "spm/partition.hpp"

namespace spm::ipc {

/// SFN model: takes the next message, oldest first within a service and in manifest order between services (SFN-20),
/// writes it into the partition's slot and answers which secure function is to run. Some service signal is asserted.
std::uint32_t receive(Partition& partition);

}  // namespace spm::ipc
