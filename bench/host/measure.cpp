// SPDX-License-Identifier: Apache-2.0

#include "measure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace postern::bench {

namespace {

std::string text_of(const Stretch& stretch) {
  return fmt::format("{} {}", stretch.length, fmt::join(stretch.traffic, " "));
}

std::vector<Figure> figures_of(const Row& row) {
  const Traffic& traffic = row.stretch.traffic;
  return {{row.name + ".loads", at(traffic, Event::load), "words"},
          {row.name + ".stores", at(traffic, Event::store), "words"},
          {row.name + ".refills", at(traffic, Event::refill), "refills"},
          {row.name + ".exceptions", at(traffic, Event::exception), "exceptions"},
          {row.name + ".cycles", cycles(row.stretch), "cycles (model)"},
          {row.name + ".waits", waits(traffic), "cycles (model) for each wait state"},
          {row.name + ".waits.lines", waits_with_lines(traffic), "cycles (model) for each wait state"}};
}

class Collector {
 public:
  void add(const Run& run) {
    const Recording recording = read_recording(run);
    if (run.suffix == ".known") {
      return;
    }
    if (run.suffix == ".irq") {
      add_interrupts(run, recording);
      return;
    }
    if (run.suffix == ".services") {
      add_services(run, recording);
      return;
    }
    if (run.suffix == ".trace" || run.suffix == ".counters") {
      plain_call_[run.configuration + run.suffix] = plain_call_of(recording);
      return;
    }
    if (run.suffix == ".p1") {
      plain_call_[run.configuration] = plain_call_of(recording);
    }
    const bool has_four = run.suffix.empty();
    if (has_four && !recording.windows.empty()) {
      add_row("boot.ns", run, recording.boot);
    }
    const Program secure = run.secure();
    const Program non_secure = run.non_secure();
    const bool has_fpu = run.suffix == ".fp";  // an image of its own, with waits of its own
    Stretch& longest = longest_[run.configuration];
    if (!has_fpu && recording.longest.length > longest.length) {
      longest = recording.longest;
      auto& functions = measured_.profiles[run.configuration][fmt::format("wait.ns.max.{}", run.configuration)];
      functions.clear();
      for (const auto& [address, count] : recording.longest_counts) {
        functions[function_at(secure, non_secure, address)] += count;
      }
    }
    for (const Window& window : recording.windows) {
      // The request that makes a secure client call has vectors itself.
      if (!has_fpu && window.shape == "none" && window.path.starts_with("ns-")) {
        Stretch& most = longest_of_none_[run.configuration];
        most = window.wait.length > most.length ? window.wait : most;
      }
      for (const Source& source : sources_of(window)) {
        const bool is_copy = source.figure.starts_with("copy.");
        if (is_copy && !has_four) {
          continue;
        }
        const Window& empty = empty_of(recording, window.path);
        add_row(source.figure, run, per_call(window, empty));
        if (!is_copy && (has_four || run.suffix == ".sfnmodel")) {
          const std::string& name = measured_.rows.back().name;
          add_profile(measured_.profiles[run.configuration][name], window, empty, secure, non_secure);
        }
      }
    }
  }

  Measured finish() {
    add_waits("wait.ns.max", longest_);
    add_waits("wait.ns.none", longest_of_none_);
    for (const Row& row : measured_.rows) {
      measured_.figures.push_back({row.name, row.stretch.length, "instructions"});
      const std::vector<Figure> more = figures_of(row);
      measured_.figures.insert(measured_.figures.end(), more.begin(), more.end());
    }
    add_options();
    return measured_;
  }

 private:
  void add_row(const std::string& name, const Run& run, const Stretch& stretch) {
    const bool is_of_call = name.starts_with("cost.");
    measured_.rows.push_back({fmt::format("{}.{}{}", name, run.configuration, is_of_call ? run.suffix : ""), stretch});
  }

  static std::int64_t plain_call_of(const Recording& recording) {
    const auto none = std::ranges::find(recording.windows, "none", &Window::shape);
    return none == recording.windows.end() ? 0 : per_call(*none, empty_of(recording, none->path)).length;
  }

  // What an option adds to a call without vectors, and how much of it an event is: call, take and reply, and on the IPC
  // backend two changes of what runs.
  void add_options() {
    constexpr std::int64_t kEvents = 3;
    constexpr std::int64_t kChanges = 2;
    for (const auto& [run, cost] : plain_call_) {
      const std::size_t dot = run.rfind('.');
      const auto plain = plain_call_.find(run.substr(0, dot));
      if (plain == plain_call_.end()) {
        continue;
      }
      const std::string configuration = run.substr(0, dot);
      const std::int64_t more = cost - plain->second;
      const std::int64_t events = kEvents + (configuration.starts_with("IPC") ? kChanges : 0);
      const bool is_trace = run.ends_with(".trace");
      measured_.figures.push_back({fmt::format("{}.{}", is_trace ? "trace.event" : "counters.call", configuration),
                                   is_trace ? (more + events - 1) / events : more, "instructions"});
    }
  }

  void add_interrupts(const Run& run, const Recording& recording) {
    for (const Window& window : recording.windows) {
      for (const Source& source : sources_of(window)) {
        add_row(source.figure, run, stretch_of(window, source.part));
      }
    }
  }

  // The windows of bench/services: one call each.
  void add_services(const Run& run, const Recording& recording) {
    for (const Window& window : recording.windows) {
      if (window.shape != "empty") {
        add_row("service.call." + window.shape, run, window.all - empty_of(recording, window.path).all);
      }
    }
  }

  static void add_profile(std::map<std::string, std::int64_t>& functions, const Window& window, const Window& empty,
                          const Program& secure, const Program& non_secure) {
    std::map<std::string, std::int64_t> sums;
    for (const auto& [address, count] : window.counts) {
      sums[function_at(secure, non_secure, address)] += count;
    }
    for (const auto& [address, count] : empty.counts) {
      sums[function_at(secure, non_secure, address)] -= count;
    }
    for (const auto& [function, count] : sums) {
      if (const std::int64_t rounded = per_call(count, 0, window.calls); rounded != 0) {
        functions[function] = rounded;
      }
    }
  }

  void add_waits(const std::string& name, const std::map<std::string, Stretch>& by_configuration) {
    Row most{name, {}};
    for (const auto& [configuration, stretch] : by_configuration) {
      most.stretch = stretch.length > most.stretch.length ? stretch : most.stretch;
    }
    measured_.rows.push_back(most);
    for (const auto& [configuration, stretch] : by_configuration) {
      measured_.rows.push_back({fmt::format("{}.{}", name, configuration), stretch});
    }
  }

  Measured measured_;
  std::map<std::string, Stretch> longest_;
  std::map<std::string, Stretch> longest_of_none_;
  std::map<std::string, std::int64_t> plain_call_;  // by configuration, or configuration.option
};

}  // namespace

Measured measure(const std::vector<Run>& runs) {
  Collector collector;
  for (const Run& run : runs) {
    collector.add(run);
  }
  return collector.finish();
}

std::vector<std::string> judge_known(const Run& run) {
  const Recording recording = read_recording(run);
  std::vector<std::string> lines;
  std::ifstream file(run.file(".words"));
  std::string line;
  std::size_t read = 0;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string word;
    if (!(words >> word) || word != "known") {
      continue;
    }
    const Window& window = recording.windows.at(read++);
    const Stretch known = read_stretch(words);
    const Stretch counted = window.all - empty_of(recording, window.path).all;
    if (known.length != counted.length || known.traffic != counted.traffic) {
      lines.push_back(
          fmt::format("FAILED the counts of {}: known {}, counted {}", window.shape, text_of(known), text_of(counted)));
    }
  }
  if (read < 2) {
    lines.emplace_back("FAILED there are no windows whose counts are known");
  }
  if (lines.empty()) {
    lines.push_back(fmt::format("ok the counts of {} windows are known", read));
  }
  return lines;
}

std::string row_table(const std::vector<Row>& rows) {
  std::string text = fmt::format("{:<44}", "");
  for (const char* head :
       {"instructions", "loads", "stores", "refills", "exceptions", "cycles", "/wait", "/wait, lines"}) {
    text += fmt::format("{:>14}", head);
  }
  for (const Row& row : rows) {
    text += fmt::format("\n{:<44}{:>14}", row.name, row.stretch.length);
    for (const Figure& figure : figures_of(row)) {
      text += fmt::format("{:>14}", figure.value);
    }
  }
  return text + "\n";
}

}  // namespace postern::bench
