// The seam between what a call means, written once in calls/, and how the system executes. Exactly one of ipc/ and sfn/
// is linked; the four verbs below are all in which they differ.
#pragma once

#include <type_traits>

#include "spm/port_contract.hpp"
#include "spm/types.hpp"
#include "system.hpp"

namespace spm {
struct Partition;
}  // namespace spm

namespace spm::backend {

/// Every copy is bounded where the kernel runs as an exception, because non-secure interrupts wait for it; on the SFN
/// backend the kernel itself can be interrupted.
inline constexpr bool kCopiesInPieces = system::kBackend == Backend::ipc;
/// Are signals changed by interrupts that come between two instructions of the kernel?
inline constexpr bool kInterruptible = system::kBackend == Backend::sfn;

/// Messages wait, or the secure function runs at once.
inline constexpr bool kHasQueues = system::kBackend == Backend::ipc;
/// Where a call enters a service: its queue, or the place where its secure function stands.
using Entrance = std::conditional_t<kHasQueues, Partition**, const SecureFunction*>;

/// Of a partition's services: for each the client that came last of those who wait.
struct Queues {
  Partition** last_clients;
};
struct NoQueues {};
using QueuesOfPartition = std::conditional_t<kHasQueues, Queues, NoQueues>;

/// Only the IPC backend has threads.
struct NoThread {};
using Thread = std::conditional_t<system::kBackend == Backend::ipc, port::Context, NoThread>;

/// Brings every partition to life, then the non-secure world.
void boot();

/// Gives a client's call, which was checked and filled, to its service. The answer is the client's.
Answer deliver(Partition& client);

/// Until one of `mask` is asserted; none is at the moment of the call (WAIT-2).
Answer wait(Partition& partition, SignalSet mask);

/// New signals were asserted in this partition: it may have waited for them.
void wake(Partition& partition);

}  // namespace spm::backend
