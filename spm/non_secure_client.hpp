// SPDX-License-Identifier: Apache-2.0

// Client ids of the non-secure world: one constant id, or the id that the non-secure kernel has loaded.
//
// The secure world serves one non-secure call at a time, on one stack, so a context holds only an id. There is one
// context, shared by the threads of a group. caller.hpp reads it at each call; entry.cpp calls the functions in nsce.
#pragma once

#include <cstdint>

#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

/// The client ids of the TrustZone agent. The non-secure world's id -1 is the upper end (CID-6, CID-7).
inline constexpr std::int32_t kNonSecureIdBase = -0x3C00'FFFF;
inline constexpr std::int32_t kNonSecureIdLimit = -0x3C00'0000;

/// No client id is in force. No client has this id (CID-1).
inline constexpr ClientId kNoClient{0};

struct NonSecureContext {
  ClientId client;       // in force, or kNoClient
  std::uint32_t token;   // of the thread that the id belongs to
  std::uint8_t group;    // the group of its threads
  std::uint8_t threads;  // their number; 0: the context is free
};

inline constinit NonSecureContext non_secure_context{};

/// Read at each call (NSID-11).
inline ClientId non_secure_client() {
  return system::kManagesNonSecureIds ? non_secure_context.client : ClientId{kNonSecureIdLimit};  // CID-8
}

/// The non-secure world is not served while no id is in force (CID-9).
inline bool has_non_secure_client() { return !system::kManagesNonSecureIds || non_secure_client() != kNoClient; }

/// The answers to a non-secure call that is refused (PE-8).
inline constexpr Status kRefusedCall = Status::programmer_error;
inline constexpr Status kRefusedConnect = Status::connection_refused;
inline constexpr Status kRefusedClose = Status::success;  // psa_close returns nothing

/// The requests of tfm_ns_client_ext.h. The caller knows that they come from non-secure handler mode.
namespace nsce {

std::uint32_t init(std::uint32_t requested);
std::uint32_t acquire(std::uint8_t group, std::uint8_t thread);
std::uint32_t release(std::uint32_t token);
std::uint32_t load(std::uint32_t token, std::int32_t id);
std::uint32_t save(std::uint32_t token);

}  // namespace nsce

}  // namespace spm
