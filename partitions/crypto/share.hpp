// SPDX-License-Identifier: Apache-2.0

// Who has a share of what all clients use: each partition, and the non-secure world as a whole. Its operating system
// chooses the ids of its clients, so a share for each of them would be no limit.
#pragma once

#include <cstdint>

namespace postern::crypto {

/// True if what two clients hold counts together. Their keys and operations are still their own.
constexpr bool share_one(std::int32_t client, std::int32_t other) {
  return client == other || (client < 0 && other < 0);
}

}  // namespace postern::crypto
