// SPDX-License-Identifier: Apache-2.0

#include "measure.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace postern::bench {

namespace {

using Counts = std::map<std::uint32_t, std::int64_t>;

struct Window {
  std::string path;   // ns-app
  std::string shape;  // none
  std::int64_t calls = 0;
  Stretch all;
  Stretch wait;
  Stretch to_function;
  Stretch to_thread;
  Counts counts;
};

struct Recording {
  Stretch boot;
  Stretch longest;
  std::vector<Window> windows;
  Counts longest_counts;
};

// Reads "window ns-app.none 200" for each window, in the order in which they were opened.
std::vector<Window> read_words(const std::string& path) {
  std::vector<Window> windows;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string word;
    std::string name;
    Window window;
    if (words >> word >> name >> window.calls && word == "window") {
      const std::size_t dot = name.find('.');
      window.path = name.substr(0, dot);
      window.shape = name.substr(dot + 1);
      windows.push_back(window);
    }
  }
  return windows;
}

// Which stretch a line of the plugin tells of, if it tells of one.
Stretch* stretch_of(Recording& recording, Window* window, const std::string& word) {
  if (window == nullptr) {
    return word == "boot" ? &recording.boot : word == "longest" ? &recording.longest : nullptr;
  }
  return word == "window"     ? &window->all
         : word == "wait"     ? &window->wait
         : word == "function" ? &window->to_function
         : word == "thread"   ? &window->to_thread
                              : nullptr;
}

std::string text_of(const Stretch& stretch) {
  return fmt::format("{} {}", stretch.length, fmt::join(stretch.traffic, " "));
}

Stretch read_stretch(std::istream& words) {
  Stretch stretch;
  words >> stretch.length;
  for (std::int64_t& count : stretch.traffic) {
    words >> count;
  }
  return stretch;
}

Recording read_recording(const Run& run) {
  Recording recording;
  recording.windows = read_words(run.file(".words"));
  std::ifstream file(run.file(".counts"));
  if (!file) {
    throw std::runtime_error(fmt::format("there is no {}: did QEMU run?", run.file(".counts")));
  }
  std::string line;
  std::size_t opened = 0;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string word;
    words >> word;
    if (word == "window") {
      ++opened;
    }
    Window* window = opened == 0 ? nullptr : &recording.windows.at(opened - 1);
    if (Stretch* stretch = stretch_of(recording, window, word)) {
      *stretch = read_stretch(words);
    } else {
      Counts& counts = window == nullptr ? recording.longest_counts : window->counts;
      std::int64_t count = 0;
      words >> count;
      counts[static_cast<std::uint32_t>(std::stoul(word, nullptr, 16))] += count;
    }
  }
  if (opened != recording.windows.size()) {
    throw std::runtime_error(fmt::format("{} windows were announced and {} opened", recording.windows.size(), opened));
  }
  return recording;
}

std::int64_t per_call(std::int64_t all, std::int64_t empty, std::int64_t calls) {
  const std::int64_t twice = 2 * (all - empty) + calls;
  return twice < 0 ? 0 : twice / (2 * calls);
}

Stretch per_call(const Window& window, const Window& empty) {
  Stretch stretch = window.all - empty.all;
  stretch.length = per_call(stretch.length, 0, window.calls);
  for (std::int64_t& count : stretch.traffic) {
    count = per_call(count, 0, window.calls);
  }
  return stretch;
}

const Window& empty_of(const Recording& recording, const std::string& path) {
  const auto found = std::ranges::find_if(
      recording.windows, [&](const Window& window) { return window.path == path && window.shape == "empty"; });
  if (found == recording.windows.end()) {
    throw std::runtime_error(fmt::format("no loop without calls for {}", path));
  }
  return *found;
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
      if (window.shape == "empty" || window.shape == "worst") {
        continue;
      }
      const Window& empty = empty_of(recording, window.path);
      const Stretch cost = per_call(window, empty);
      if (window.shape.starts_with("copy")) {
        if (has_four) {
          add_row("copy." + window.shape.substr(4), run, cost);
        }
        continue;
      }
      add_row(fmt::format("cost.{}.{}", window.path, window.shape), run, cost);
      if (has_four || run.suffix == ".sfnmodel") {
        const std::string& name = measured_.rows.back().name;
        add_profile(measured_.profiles[run.configuration][name], window, empty, secure, non_secure);
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

  // The windows of bench/irq: one event each, so nothing is subtracted.
  void add_interrupts(const Run& run, const Recording& recording) {
    for (const Window& window : recording.windows) {
      if (window.shape == "flih") {
        add_row("irq.flih.entry", run, window.to_function);
        add_row("irq.flih.stolen", run, window.wait);
      } else if (window.shape == "signal") {
        add_row("irq.flih.signal", run, window.to_thread);
      } else if (window.shape == "slih") {
        add_row("irq.slih", run, window.to_thread);
      } else if (window.shape == "vectors4") {
        add_row("wait.ns.vectors4", run, window.wait);
      } else {
        add_row("copy.write.16384", run, window.all);
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

Run parse_run(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::size_t slash = text.rfind('/');
  if (equals == std::string::npos || slash == std::string::npos || slash < equals) {
    throw std::runtime_error(fmt::format("{}: CONFIGURATION[:SUFFIX]=DIRECTORY/IMAGE is expected", text));
  }
  const std::string before = text.substr(0, equals);
  const std::size_t colon = before.find(':');
  return {before.substr(0, colon),
          colon == std::string::npos || colon + 1 == before.size() ? "" : "." + before.substr(colon + 1),
          text.substr(equals + 1, slash - equals - 1), text.substr(slash + 1)};
}

Program Run::secure() const {
  const std::string base = file("/" + image + "_s");
  return read_program(base + ".elf", base + ".map");
}

Program Run::non_secure() const { return read_program(file("/" + image + "_ns.elf"), ""); }

std::string plugin_arguments(const Run& run) {
  const Program secure = run.secure();
  const Program non_secure = run.non_secure();
  std::string text = fmt::format("out={}", run.file(".counts"));
  text += fmt::format(",begin={:x},end={:x},reset={:x}", non_secure.address_of("bench_begin"),
                      non_secure.address_of("bench_end"), secure.address_of("port_reset"));
  text += fmt::format(",hold={:x},release={:x},look={:x}", secure.address_of("port_function_begins"),
                      secure.address_of("spm_upcall_trap"), secure.address_of("port_interrupt_waits"));
  text += fmt::format(",function={:x},resumed={:x}", secure.address_of("IRQ.irq_fast_flih"),
                      secure.address_of("irq_resumed"));
  constexpr std::ptrdiff_t kFirstLine = 16;
  const auto add_all = [&](const char* name, auto first) {  // the first two vectors are the stack pointer and reset
    for (const std::uint32_t entry : std::set<std::uint32_t>(first, secure.vectors.end())) {
      text += fmt::format(",{}={:x}", name, entry & ~1U);
    }
  };
  add_all("entry", secure.vectors.begin() + 2);
  if (secure.vectors.size() > kFirstLine) {
    add_all("line", secure.vectors.begin() + kFirstLine);
  }
  for (const Section& section : secure.sections) {
    if (section.is_code) {
      text += fmt::format(",secure={:x}-{:x}", section.address, section.address + section.size);
    }
  }
  return text;
}

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
