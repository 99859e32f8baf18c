// SPDX-License-Identifier: Apache-2.0

// Rules that keep a store whole after a power cut. Each is a constant, so that its test can build a store without it
// and show that cuts or flipped bits then break the content (test/storage).
#pragma once

namespace storage {

// A block counts only with its base record, which says that all copies are in it.
inline constexpr bool kBlockNeedsBase = true;
// A record counts only with its commit, which is programmed last.
inline constexpr bool kRecordNeedsCommit = true;
// Data is returned only if its CRC is right.
inline constexpr bool kDataNeedsCrc = true;
// A block whose last record is torn gets no more records.
inline constexpr bool kTornTailCloses = true;

}  // namespace storage
