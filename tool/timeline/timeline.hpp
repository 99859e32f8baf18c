// SPDX-License-Identifier: Apache-2.0

// The ring of events that a kernel with POSTERN_TRACE wrote, as JSON for Perfetto and Chrome, and as a page.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "audit/image.hpp"
#include "encoding/trace.hpp"
#include "page/page.hpp"

namespace postern::timeline {

/// A time in ticks from the first event on.
using Ticks = std::uint64_t;

/// One PSA call.
struct Call {
  std::string client;
  std::string service;
  std::string type;
  Ticks begin = 0;
  Ticks taken = 0;  // by the service; `begin` if that is not in the ring
  Ticks end = 0;
  std::int32_t status = 0;
  unsigned in = 0;  // bytes
  unsigned out = 0;
  bool is_answered = false;
};

/// A partition that runs, on the IPC backend.
struct Run {
  std::string who;
  Ticks begin = 0;
  Ticks end = 0;
};

/// An interrupt or a panic.
struct Mark {
  std::string what;
  Ticks at = 0;
};

struct Timeline {
  std::string image;
  std::vector<Call> calls;
  std::vector<Run> runs;
  std::vector<Mark> marks;
  Ticks end = 0;
  std::uint32_t ticks_per_second = 0;
  std::uint32_t lost = 0;  // events before the first one of the ring
};

/// What the calls of each service cost, by service and kind, in the order in which they first appear.
[[nodiscard]] page::Costs costs_of(const Timeline& timeline);

/// `image` gives the names; nullptr: numbers. Throws audit::Unreadable for bytes that are no such ring.
[[nodiscard]] Timeline read_timeline(const std::string& bytes, const audit::Image* image);

/// The format of Chrome's tracing, which Perfetto opens. Without a known clock one tick is shown as a microsecond.
[[nodiscard]] std::string json_text(const Timeline& timeline);
[[nodiscard]] std::string picture(const Timeline& timeline);
/// The picture and the calls as a table.
[[nodiscard]] std::string timeline_page(const Timeline& timeline);

}  // namespace postern::timeline
