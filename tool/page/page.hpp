// SPDX-License-Identifier: Apache-2.0

// The page of `postern report`: everything about one secure image, in one file that needs nothing else.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "page/facts.hpp"

namespace postern::page {

/// What the calls of one service cost that have been answered. Times are in ticks.
struct Cost {
  std::string service;
  std::string kind;  // connect, call or close
  unsigned calls = 0;
  std::uint64_t in = 0;  // bytes, in all
  std::uint64_t out = 0;
  std::uint64_t waiting = 0;  // in all, until the service takes the call
  std::uint64_t longest_waiting = 0;
  std::uint64_t running = 0;  // in all, from then to the answer
  std::uint64_t longest_running = 0;
};

struct Costs {
  std::vector<Cost> services;
  unsigned unanswered = 0;             // calls
  std::uint64_t end = 0;               // ticks of the whole recording
  std::uint32_t ticks_per_second = 0;  // 0: not known
  std::uint32_t lost = 0;              // events
};

/// `old`: another image to compare with; `costs`: of calls that this one has recorded; nullptr: none.
[[nodiscard]] std::string report_page(const Facts& facts, const Facts* old, const Costs* costs);

}  // namespace postern::page
