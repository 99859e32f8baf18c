// SPDX-License-Identifier: Apache-2.0

// The interface between the PSA calls (calls/), which are written once, and the two ways to execute them: traps and
// threads (ipc/), or plain calls on one thread (sfn/). An image links exactly one of the two.
//
// What differs is here: constants and types that follow from system::kBackend, and four functions. entry.cpp, calls/
// and interrupts.cpp call the functions.
#pragma once

#include <cstdint>
#include <type_traits>

#include "spm/panic_record.hpp"
#include "spm/port_contract.hpp"
#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

struct Partition;

/// The result of a call: a word now, or on the IPC backend later, when another call has set it (ipc/schedule.hpp).
enum class Answer : std::conditional_t<system::kBackend == Backend::ipc, std::uint64_t, std::uint32_t>{};

constexpr Answer now(std::uint32_t word) { return Answer{word}; }
constexpr Answer now(Status status) { return Answer{static_cast<std::uint32_t>(status)}; }
constexpr std::uint32_t word_of(Answer answer) { return static_cast<std::uint32_t>(answer); }

}  // namespace spm

namespace spm::backend {

/// True if copies are made in bounded pieces, because the kernel runs as an exception and non-secure interrupts wait
/// for it. On the SFN backend the kernel itself can be interrupted.
inline constexpr bool kCopiesInPieces = system::kBackend == Backend::ipc;
/// True if an interrupt can change signals between two instructions of the kernel.
inline constexpr bool kInterruptible = system::kBackend == Backend::sfn;

/// True if messages wait in queues; otherwise the secure function runs at once.
inline constexpr bool kHasQueues = system::kBackend == Backend::ipc;
/// Where a call enters a service: the end of its queue, or its secure function.
using Entrance = std::conditional_t<kHasQueues, Partition**, const SecureFunction*>;

/// How a partition takes messages.
struct Queues {
  Partition** last_clients;     // for each of its services, the client that is last in the queue
  std::uintptr_t last_message;  // a place for a message in its own data: where it got the last one

  [[nodiscard]] bool is_last_place(std::uintptr_t place) const { return place == last_message; }
  void note_place(std::uintptr_t place) { last_message = place; }
};
struct NoQueues {
  static bool is_last_place(std::uintptr_t) { return false; }
  static void note_place(std::uintptr_t) {}
};
using QueuesOfPartition = std::conditional_t<kHasQueues, Queues, NoQueues>;

/// Only the IPC backend has threads.
struct NoThread {};
using Thread = std::conditional_t<system::kBackend == Backend::ipc, port::Context, NoThread>;

/// Starts every partition, then the non-secure world.
void boot();

/// Delivers a client's call, which has been checked and filled in, to its service. Returns what the client gets: if it
/// is blocked, later, and the context that runs next has been chosen.
Answer deliver(Partition& client);

/// Waits until a signal of `mask` is asserted. When this is called, no such signal is (WAIT-2). Returns like deliver().
Answer wait(Partition& partition, SignalSet mask);

/// Called when signals were asserted in this partition, which may be waiting for them.
void wake(Partition& partition);

// A partition that dies alone, IPC backend (ipc/restart.cpp). Only images with such a partition call these.

/// May this partition's life end instead of the system's, after the panic of this record? Not if its restarts are used
/// up, or the kernel cannot leave from here.
bool may_restart(const Partition& partition, const PanicRecord& record);
/// Ends the life of the running partition, or of the owner of the running FLIH function, and leaves the kernel.
[[noreturn]] void restart_running(Partition& partition);
/// True from a partition's death until it begins anew.
bool is_dying(const Partition& partition);
bool has_restarts_left(const Partition& partition);
/// Ends the life of a client whose call has just been answered.
void restart_client(Partition& client);

}  // namespace spm::backend
