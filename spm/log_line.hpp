// SPDX-License-Identifier: Apache-2.0

// Lines of the secure log: the SPM's own text, and where its lines and those of partitions begin. calls/log.cpp,
// panic.cpp and the port's boot write with it.
//
// The SPM says numbers, and few words between them: `postern decode` (tool/decode/log_words.cpp) turns its lines into
// sentences. So the sentences are not in flash.
#pragma once

#include <cstddef>

namespace spm {

struct Partition;

/// Writes the SPM's own text, after the end of a line that a partition has begun. Each `#` is the next word in
/// hexadecimal, eight digits.
void say(const char* text, const std::byte* words);

/// Ends the line that a partition has begun. The text that follows is the SPM's.
void begin_line();

/// The text that follows is this partition's. Unless its own line is open, ends any other and begins one with a space.
void go_on_with_line_of(const Partition& partition);

}  // namespace spm
