// Whose the line on the secure log is that has begun and not ended: a partition's, or the SPM's.
#pragma once

namespace spm {

struct Partition;

/// Ends the line that a partition has begun: what follows on the secure log is the SPM's.
void begin_line();

/// What follows is this partition's: ends another's line and begins one for it, with a space, unless it has.
void go_on_with_line_of(const Partition& partition);

}  // namespace spm
