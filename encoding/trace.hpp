// SPDX-License-Identifier: Apache-2.0

// The ring of events that the kernel writes with POSTERN_TRACE and that `postern trace` reads.
#pragma once

#include <cstdint>

namespace encoding {

inline constexpr std::uint32_t kTraceMagic = 0x54545350;  // "PSTT"
inline constexpr std::uint32_t kTraceEvents = 256;
/// The time is a counter of this many bits; what lies further apart cannot be told.
inline constexpr unsigned kTraceTimeBits = 24;

enum class TraceKind : std::uint8_t {
  none,
  call,       // `who` the client, `what` the service, `value` the message type
  take,       // `who` the client whose message the service takes
  reply,      // `who` the client, `value` the status, `more` bytes in << 16 | bytes out
  run,        // `who` the partition that runs from now on; a number behind the last one: none
  interrupt,  // `what` the line
  panic,      // `value` the id of the partition, `what` the rule
};

struct TraceEvent {
  std::uint32_t time;
  TraceKind kind;
  std::uint8_t who;
  std::uint16_t what;
  std::uint32_t value;
  std::uint32_t more;
};
static_assert(sizeof(TraceEvent) == 16);

struct TraceRing {
  std::uint32_t magic;
  std::uint32_t next;              // the number of events so far; the place of the next one, modulo kTraceEvents
  std::uint32_t ticks_per_second;  // 0: not known
  std::uint32_t reserved;
  TraceEvent events[kTraceEvents];
};

}  // namespace encoding
