// SPDX-License-Identifier: Apache-2.0

// Every order of events up to a depth, from each combination of running and ready partitions. Equal states are visited
// once, so the depth is exhausted.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "world.hpp"

namespace model {
namespace {

constexpr unsigned kDepth = POSTERN_MODEL_DEPTH;
constexpr unsigned kWayToBeginnings = 8;
// Running and ready partitions, the number of handlers, and whether they are suspended: at depth 8 all that the rules
// allow, except idle below handlers with the agent and at most one partition ready, because no interrupt causes that.
constexpr std::size_t kSituations = POSTERN_MODEL_SITUATIONS;

constexpr std::size_t kFaults = static_cast<std::size_t>(Fault::panic) + 1;

struct Origin {
  std::uint32_t parent;
  Event event;
};

struct Search {
  std::vector<Origin> origins;
  std::unordered_set<std::uint64_t> met;
  std::map<std::uint32_t, std::uint32_t> situations;
  std::array<std::string, kFaults> first_faults;
  std::array<std::size_t, kFaults> faults{};
  std::size_t transitions = 0;
  std::unordered_set<std::uint32_t> begun;

  std::string path_to(std::uint32_t state, Event last) const {
    std::string path = "; " + name_of(last);
    for (; state != 0; state = origins[state].parent) {
      path = "; " + name_of(origins[state].event) + path;
    }
    return "boot" + path;
  }

  void note(Fault fault, std::uint32_t state, Event event) {
    const auto kind = std::to_underlying(fault);
    if (faults[kind]++ == 0) {
      first_faults[kind] = path_to(state, event);
    }
  }

  using Layer = std::vector<std::pair<std::uint32_t, Saved>>;

  void add(Layer& layer, std::uint32_t parent, Event event) {
    const Saved saved = save();
    if (met.insert(key_of(saved)).second) {
      ++situations[situation_of(saved)];
      layer.emplace_back(static_cast<std::uint32_t>(origins.size()), saved);
      origins.push_back({parent, event});
    }
  }

  void expand(std::uint32_t state, const Saved& saved, Layer& next) {
    restore(saved);
    for (const Event event : possible_events()) {
      restore(saved);
      ++transitions;
      const Fault fault = happen(event);
      if (fault != Fault::none) {
        note(fault, state, event);
      } else if (event.deed != Deed::raise_wrongly) {
        add(next, state, event);
      }
    }
  }

  void search_from(Layer layer) {
    for (unsigned depth = 0; depth < kDepth && !layer.empty(); ++depth) {
      Layer next;
      for (const auto& [state, saved] : layer) {
        expand(state, saved, next);
      }
      layer = std::move(next);
    }
  }

  /// The first state of each situation without handlers that the boot leads to.
  Layer beginnings() {
    Layer layer;
    Layer found;
    boot();
    add(layer, 0, {});
    for (unsigned depth = 0; depth < kWayToBeginnings; ++depth) {
      Layer next;
      for (const auto& [state, saved] : layer) {
        if (begun.insert(situation_of(saved)).second && saved.rules.handlers == 0 && !saved.rules.is_aside) {
          found.emplace_back(state, saved);
        }
        expand(state, saved, next);
      }
      layer = std::move(next);
    }
    return found;
  }

  void run() {
    Layer layer = beginnings();
    const std::size_t count = layer.size();
    met.clear();
    situations.clear();
    transitions = 0;
    for (const auto& [state, saved] : layer) {
      met.insert(key_of(saved));
      ++situations[situation_of(saved)];
    }
    search_from(std::move(layer));
    std::printf("%zu states, %zu transitions, %zu situations: every order of %u events from each of %zu beginnings\n",
                met.size(), transitions, situations.size(), kDepth, count);
  }
};

const Search& search() {
  static const Search search = [] {
    Search made;
    made.run();
    return made;
  }();
  return search;
}

void expect_none(Fault fault) {
  const auto kind = std::to_underlying(fault);
  EXPECT_EQ(search().faults[kind], 0U) << search().first_faults[kind];
}

TEST(WhoRuns, who_must_by_the_rules_SCH_1_SCH_3_SCH_4_SCH_5_SCH_6_SCH_7_SCH_8_SCH_9_SCH_16) {
  expect_none(Fault::runs);
}

TEST(WhoRuns, no_one_who_can_run_is_slept_over_SCH_16_SCH_3) { expect_none(Fault::sleeps); }

TEST(WhoRuns, non_secure_handlers_and_messages_end_in_order_SCH_10_SCH_14_SCH_17) { expect_none(Fault::order); }

TEST(WhoRuns, a_line_is_open_after_its_end_of_interrupt_and_not_before_SLIH_1_EOI_4_EOI_5) { expect_none(Fault::line); }

TEST(WhoRuns, non_secure_interrupts_wait_while_non_secure_code_is_aside_and_not_longer_SCH_9) {
  expect_none(Fault::mask);
}

TEST(WhoRuns, every_signal_is_asserted_until_it_is_cleared_CON_9_FLIH_3) { expect_none(Fault::signal); }

TEST(WhoRuns, everyone_is_told_what_it_asked_for_SCH_7_WAIT_7) { expect_none(Fault::told); }

TEST(WhoRuns, in_every_situation_that_the_rules_allow_SCH_3_SCH_10_CFG_10) {
  EXPECT_EQ(search().situations.size(), kSituations);
}

TEST(WhoRuns, nothing_panics_but_a_wrong_interrupt_function_FLIH_3) { expect_none(Fault::panic); }

}  // namespace
}  // namespace model
