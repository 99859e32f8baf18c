// Who calls from the non-secure world: one constant client id, or the one that the non-secure kernel has loaded.
//
// A context holds nothing but an id: the secure side serves one non-secure call at a time, on one stack. So there is
// one, shared by the threads of a group, and everything about it is a few words.
#pragma once

#include <cstdint>

#include "spm/types.hpp"
#include "system.hpp"

namespace spm {

/// The range of the TrustZone agent: what the non-secure world calls -1 is its upper end (CID-6, CID-7).
inline constexpr std::int32_t kNonSecureIdBase = -0x3C00'FFFF;
inline constexpr std::int32_t kNonSecureIdLimit = -0x3C00'0000;

/// No client id is in force. It is never a client's (CID-1).
inline constexpr ClientId kNoClient{0};

struct NonSecureContext {
  ClientId client;       // in force, or kNoClient
  std::uint32_t token;   // of the thread whose id it is
  std::uint8_t group;    // of all its threads
  std::uint8_t threads;  // 0: the context is free
};

inline constinit NonSecureContext non_secure_context{};

/// Sampled at each call (NSID-11).
inline ClientId non_secure_client() {
  return system::kManagesNonSecureIds ? non_secure_context.client : ClientId{kNonSecureIdLimit};  // CID-8
}

/// CID-9: without an id in force nothing is done in the non-secure world's name.
inline bool has_non_secure_client() { return !system::kManagesNonSecureIds || non_secure_client() != kNoClient; }

/// What the non-secure world is answered when nothing was done for it (PE-8).
inline constexpr Status kRefusedCall = Status::programmer_error;
inline constexpr Status kRefusedConnect = Status::connection_refused;
inline constexpr Status kRefusedClose = Status::success;  // psa_close returns nothing

/// The requests of tfm_ns_client_ext.h, already known to come from non-secure handler mode.
namespace nsce {

std::uint32_t init(std::uint32_t requested);
std::uint32_t acquire(std::uint8_t group, std::uint8_t thread);
std::uint32_t release(std::uint32_t token);
std::uint32_t load(std::uint32_t token, std::int32_t id);
std::uint32_t save(std::uint32_t token);

}  // namespace nsce

}  // namespace spm
