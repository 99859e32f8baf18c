// The PSA calls, one function each: check everything, then commit. Both backends enter here with a Caller; arguments
// are the raw words that the caller passed. A client's refusal becomes its consequence in refuse() (client.cpp), and
// only there.
#pragma once

#include <cstddef>
#include <cstdint>

#include "include/tfm_psa_call_pack.h"
#include "spm/caller.hpp"
#include "spm/panic.hpp"
#include "spm/types.hpp"

namespace spm::calls {

/// Results for the non-secure world (PE-8).
inline constexpr Status kRefusedCall = Status::programmer_error;
inline constexpr Status kRefusedConnect = Status::connection_refused;
inline constexpr Status kRefusedClose = Status::success;  // psa_close returns nothing

/// Bits of a control word that say where the vectors lie. That is known from who asks, so what the non-secure world
/// says of it is not looked at (VEN-3); a partition says nothing of it (NUM-5).
inline constexpr std::uint32_t kLocationBits = NS_VEC_DESC_BIT | NS_INVEC_BIT | NS_OUTVEC_BIT;

// client.cpp: psa/client.h
std::uint32_t version(Caller caller, std::uint32_t sid);
Answer connect(Caller caller, std::uint32_t sid, std::uint32_t version);
Answer call(Caller caller, std::uint32_t handle, std::uint32_t control, std::uintptr_t in_vectors,
            std::uintptr_t out_vectors);
Answer close(Caller caller, std::uint32_t handle);

// message.cpp: serving and answering messages
/// The client whose message this caller handles under that handle; panics with `broken` if there is none (HND-4).
Partition& client_of_message(const Partition& partition, std::uint32_t handle, Rule broken);
/// Its call.
Call& held_message(const Partition& partition, std::uint32_t handle, Rule broken);
/// Copies one piece; the word is the count, with POSTERN_TRAP_MORE when the request has to be made again for the rest.
std::uint32_t read(Partition& partition, std::uint32_t handle, std::uint32_t index, Claim buffer);
std::uint32_t write(Partition& partition, std::uint32_t handle, std::uint32_t index, Claim buffer);
std::size_t skip(Partition& partition, std::uint32_t handle, std::uint32_t index, std::size_t count);
void set_rhandle(Partition& partition, std::uint32_t handle, std::uintptr_t rhandle);
/// Ends the message of this client that `server` handles. The answer is the client's; later() means that the call has
/// become the disconnect message of a terminated connection and has to be delivered again (HND-8).
Answer complete(const Partition& server, Partition& client, Status status);

/// What the init function of an SFN-model partition said: an error is a panic, anything above 0 a warning (SFN-10).
void initialised(const Partition& partition, Status status);

// mapping.cpp: vectors in place
const std::byte* map_invec(Partition& partition, std::uint32_t handle, std::uint32_t index);
std::byte* map_outvec(Partition& partition, std::uint32_t handle, std::uint32_t index);
void unmap_invec(Partition& partition, std::uint32_t handle, std::uint32_t index);
void unmap_outvec(Partition& partition, std::uint32_t handle, std::uint32_t index, std::size_t length);

// signal.cpp: waiting, the doorbell, interrupts
Answer wait(Partition& partition, SignalSet mask, std::uint32_t timeout);
void notify(Partition& partition, std::int32_t partition_id);
void clear(Partition& partition);
void irq_enable(Partition& partition, SignalSet signal);
std::uint32_t irq_disable(Partition& partition, SignalSet signal);
void eoi(Partition& partition, SignalSet signal);
void reset_signal(Partition& partition, SignalSet signal);
/// A secure interrupt arrived: its source is masked and its owner's signal asserted (SLIH-1), or its function runs here
/// and now, as the handler.
void take_interrupt(const InterruptDescriptor& interrupt);
/// Around a first-level function of this owner's, whose result decides about the signal (FLIH-3).
Partition& begin_function(const InterruptDescriptor& interrupt);
void end_function(const InterruptDescriptor& interrupt, psa_flih_result_t result);
/// The owner of the interrupt function that runs now, or nullptr: whatever goes wrong meanwhile is booked to it.
const Partition* interrupt_function_owner();
/// Asserting and dropping, safe against interrupts where the backend needs it.
void assert_signals(Partition& partition, SignalSet signals);
void drop_signals(Partition& partition, SignalSet signals);

// log.cpp
/// Ends the line that a partition has begun: what follows on the secure log is the SPM's.
void begin_line();
/// The first bytes of a partition's text to the secure log; how many (EXT-2).
std::size_t log(Partition& partition, Claim text);

}  // namespace spm::calls
