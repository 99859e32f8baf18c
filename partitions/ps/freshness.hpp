// SPDX-License-Identifier: Apache-2.0

// Rules that keep the protected content authentic and fresh. Each is a constant, so that its test can build the service
// without it and show what then passes for content (test/ps).
#pragma once

namespace postern::ps {

// A root counts only with the version that the counters state.
inline constexpr bool kVersionIsChecked = true;
// The counters state a version before anything is sealed with it, so no two roots have one version, and no two messages
// one nonce.
inline constexpr bool kVersionIsPrepared = true;
// A record counts only with the tag that the root has for it.
inline constexpr bool kRootHasTags = true;

}  // namespace postern::ps
