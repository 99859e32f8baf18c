// SPDX-License-Identifier: Apache-2.0

// Keeps the lines of different writers on the secure log apart. calls/log.cpp and panic.cpp call it before they write.
#pragma once

namespace spm {

struct Partition;

/// Ends the line that a partition has begun. The text that follows is the SPM's.
void begin_line();

/// The text that follows is this partition's. Unless its own line is open, ends any other and begins one with a space.
void go_on_with_line_of(const Partition& partition);

}  // namespace spm
