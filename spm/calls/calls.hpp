// SPDX-License-Identifier: Apache-2.0

// The PSA calls, one function each: check everything, then commit. Both backends call them, with the caller and the
// arguments that words.hpp converts. Only refuse() (client.cpp) turns a client's error into its consequence.
//
// POSTERN_CALLS at the end is the table of all calls.
#pragma once

#include <cstddef>
#include <cstdint>

#include "include/psa/client.h"
#include "include/psa/lifecycle.h"
#include "include/psa/service.h"
#include "include/tfm_log_unpriv.h"
#include "include/tfm_psa_call_pack.h"
#include "spm/caller.hpp"
#include "spm/panic.hpp"
#include "spm/port_contract.hpp"
#include "spm/types.hpp"

namespace spm::calls {

// client.cpp: psa/client.h
std::uint32_t version(Caller caller, std::uint32_t sid);
Answer connect(Caller caller, std::uint32_t sid, std::uint32_t version);
/// psa_call of a partition, which is never the agent: its own rights count for the vectors.
Answer call(Caller caller, ConnectionHandle handle, std::uint32_t control, std::uintptr_t in_vectors,
            std::uintptr_t out_vectors);
Answer close(Caller caller, ConnectionHandle handle);
/// psa_call of the non-secure world, whose rights count for the vectors. Ignores the bits that say where these lie
/// (VEN-3).
Answer gate_call(Caller caller, ConnectionHandle handle, std::uint32_t control, std::uintptr_t in_vectors,
                 std::uintptr_t out_vectors);

// message.cpp: serving and answering messages
/// The client whose message this partition handles under `handle`; panics with `broken` if there is none (HND-4).
Partition& client_of_message(const Partition& partition, MessageHandle handle, Rule broken);
/// The call of that client.
Call& held_message(const Partition& partition, MessageHandle handle, Rule broken);
/// Returns the count of copied bytes, with POSTERN_TRAP_MORE if the API stub must ask again for the rest.
std::uint32_t read(Partition& partition, MessageHandle handle, std::uint32_t index, Claim buffer);
std::uint32_t write(Partition& partition, MessageHandle handle, std::uint32_t index, Claim buffer);
std::size_t skip(Partition& partition, MessageHandle handle, std::uint32_t index, std::size_t count);
void set_rhandle(Partition& partition, MessageHandle handle, std::uintptr_t rhandle);
/// Ends the message of `client`, which `server` handles.
Completion complete(const Partition& server, Partition& client, Status status);

/// Checks the result of an SFN-model partition's init function: an error is a panic, above 0 is a warning (SFN-10).
void initialised(const Partition& partition, Status status);

// mapping.cpp: vectors mapped in place
const std::byte* map_invec(Partition& partition, MessageHandle handle, std::uint32_t index);
std::byte* map_outvec(Partition& partition, MessageHandle handle, std::uint32_t index);
void unmap_invec(Partition& partition, MessageHandle handle, std::uint32_t index);
void unmap_outvec(Partition& partition, MessageHandle handle, std::uint32_t index, std::size_t length);

// signal.cpp: waiting, the doorbell, interrupts
Answer wait(Partition& partition, SignalSet mask, std::uint32_t timeout);
Answer notify(Partition& partition, std::int32_t partition_id);
void clear(Partition& partition);
void irq_enable(Partition& partition, SignalSet signal);
std::uint32_t irq_disable(Partition& partition, SignalSet signal);
void eoi(Partition& partition, SignalSet signal);
void reset_signal(Partition& partition, SignalSet signal);
/// Assert and clear signals, safely against interrupts where the backend needs it.
void assert_signals(Partition& partition, SignalSet signals);
void drop_signals(Partition& partition, SignalSet signals);

// log.cpp
/// Writes the first bytes of a partition's text to the secure log. Returns their count (EXT-2).
std::size_t log(Partition& partition, Claim text);

// Calls that need only one line.
[[noreturn]] inline void panic(const Partition& partition) { spm::panic(partition, rule(Area::panic, 1)); }
inline std::uint32_t lifecycle() { return port::lifecycle(); }

}  // namespace spm::calls

extern "C" {

// psa/service.h declares these only if the framework supports MM-IOVEC.
const void* psa_map_invec(psa_handle_t msg_handle, uint32_t invec_idx);
void psa_unmap_invec(psa_handle_t msg_handle, uint32_t invec_idx);
void* psa_map_outvec(psa_handle_t msg_handle, uint32_t outvec_idx);
void psa_unmap_outvec(psa_handle_t msg_handle, uint32_t outvec_idx, size_t len);

}  // extern "C"

/// The calls that a partition can make on both backends, in any order. A row has the trap number, the function of the
/// PSA API, its number of parameters, the function above that implements it, and whether the image has it. The rows
/// define the IPC backend's table of traps, the SFN backend's functions, and the names that a partition may leave to
/// the kernel (cmake/Postern.cmake). A row that mixes two calls does not compile (words.hpp).
#define POSTERN_CALLS(CALL)                                                                   \
  CALL(POSTERN_TRAP_VERSION, psa_version, 1, calls::version, true)                            \
  CALL(POSTERN_TRAP_CONNECT, psa_connect, 2, calls::connect, true)                            \
  CALL(POSTERN_TRAP_CALL, tfm_psa_call_pack, 4, calls::call, true)                            \
  CALL(POSTERN_TRAP_CLOSE, psa_close, 1, calls::close, true)                                  \
  CALL(POSTERN_TRAP_WAIT, psa_wait, 2, calls::wait, true)                                     \
  CALL(POSTERN_TRAP_READ, psa_read, 4, calls::read, true)                                     \
  CALL(POSTERN_TRAP_SKIP, psa_skip, 3, calls::skip, true)                                     \
  CALL(POSTERN_TRAP_WRITE, psa_write, 4, calls::write, true)                                  \
  CALL(POSTERN_TRAP_SET_RHANDLE, psa_set_rhandle, 2, calls::set_rhandle, true)                \
  CALL(POSTERN_TRAP_PANIC, psa_panic, 0, calls::panic, true)                                  \
  CALL(POSTERN_TRAP_LIFECYCLE, psa_rot_lifecycle_state, 0, calls::lifecycle, true)            \
  CALL(POSTERN_TRAP_EOI, psa_eoi, 1, calls::eoi, true)                                        \
  CALL(POSTERN_TRAP_IRQ_ENABLE, psa_irq_enable, 1, calls::irq_enable, true)                   \
  CALL(POSTERN_TRAP_IRQ_DISABLE, psa_irq_disable, 1, calls::irq_disable, true)                \
  CALL(POSTERN_TRAP_RESET_SIGNAL, psa_reset_signal, 1, calls::reset_signal, true)             \
  CALL(POSTERN_TRAP_MAP_INVEC, psa_map_invec, 2, calls::map_invec, system::kMmIovec)          \
  CALL(POSTERN_TRAP_UNMAP_INVEC, psa_unmap_invec, 2, calls::unmap_invec, system::kMmIovec)    \
  CALL(POSTERN_TRAP_MAP_OUTVEC, psa_map_outvec, 2, calls::map_outvec, system::kMmIovec)       \
  CALL(POSTERN_TRAP_UNMAP_OUTVEC, psa_unmap_outvec, 3, calls::unmap_outvec, system::kMmIovec) \
  CALL(POSTERN_TRAP_LOG, tfm_log_unpriv_piece, 2, calls::log, true)
