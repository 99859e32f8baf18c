// SPDX-License-Identifier: Apache-2.0

#include "measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace postern::bench {

namespace {

// Cycles of the Cortex-M33 to stack eight words and fetch the vector, and to return. A model: no bus waits, no overlap.
constexpr std::int64_t kCyclesIn = 12;
constexpr std::int64_t kCyclesOut = 10;

using Counts = std::map<std::uint32_t, std::int64_t>;

struct Window {
  std::string path;   // ns-app
  std::string shape;  // none
  std::int64_t calls = 0;
  std::int64_t total = 0;
  std::int64_t exceptions = 0;
  std::int64_t longest = 0;
  std::string longest_from;
  std::int64_t to_function = 0;
  std::int64_t to_thread = 0;
  Counts counts;
};

struct Recording {
  std::int64_t boot = 0;
  std::int64_t longest = 0;
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

Recording read_recording(const Run& run) {
  Recording recording{0, 0, read_words(run.file(".words")), {}};
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
    if (word == "boot") {
      words >> recording.boot;
    } else if (word == "longest") {
      words >> recording.longest;
    } else if (word == "window") {
      Window& window = recording.windows.at(opened++);
      words >> window.total >> window.exceptions >> window.longest >> window.longest_from >> window.to_function >>
          window.to_thread;
    } else {
      Counts& counts = opened == 0 ? recording.longest_counts : recording.windows.at(opened - 1).counts;
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

const Window& empty_of(const Recording& recording, const std::string& path) {
  const auto found = std::ranges::find_if(
      recording.windows, [&](const Window& window) { return window.path == path && window.shape == "empty"; });
  if (found == recording.windows.end()) {
    throw std::runtime_error(fmt::format("no loop without calls for {}", path));
  }
  return *found;
}

class Collector {
 public:
  void add(const Run& run) {
    const Recording recording = read_recording(run);
    if (run.suffix == ".irq") {
      add_interrupts(run, recording);
      return;
    }
    if (run.suffix == ".services") {
      add_services(run, recording);
      return;
    }
    const bool has_four = run.suffix.empty();
    if (has_four && !recording.windows.empty()) {
      boots_.push_back({fmt::format("boot.ns.{}", run.configuration), recording.boot, "instructions"});
    }
    const Program secure = run.secure();
    const Program non_secure = run.non_secure();
    const bool has_fpu = run.suffix == ".fp";  // an image of its own, with waits of its own
    std::int64_t& longest = longest_[run.configuration];
    if (!has_fpu && recording.longest > longest) {
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
        longest_of_none_[run.configuration] = std::max(longest_of_none_[run.configuration], window.longest);
      }
      if (window.shape == "empty" || window.shape == "worst") {
        continue;
      }
      const Window& empty = empty_of(recording, window.path);
      const std::int64_t cost = per_call(window.total, empty.total, window.calls);
      if (window.shape.starts_with("copy")) {
        if (has_four) {
          copies_.push_back(
              {fmt::format("copy.{}.{}", window.shape.substr(4), run.configuration), cost, "instructions"});
        }
        continue;
      }
      const std::string name = fmt::format("cost.{}.{}.{}{}", window.path, window.shape, run.configuration, run.suffix);
      costs_.push_back({name, cost, "instructions"});
      if (has_four || run.suffix == ".sfnmodel") {
        const std::int64_t exceptions = per_call(window.exceptions, empty.exceptions, window.calls);
        exceptions_.push_back({name + ".exceptions", exceptions, "exceptions"});
        cycles_.push_back({name + ".cycles", cost + exceptions * (kCyclesIn + kCyclesOut), "cycles (model)"});
        add_profile(measured_.profiles[run.configuration][name], window, empty, secure, non_secure);
      }
    }
  }

  Measured finish() {
    Figures& all = measured_.figures;
    for (const Figures* part : {&costs_, &exceptions_, &cycles_, &boots_, &irqs_}) {
      all.insert(all.end(), part->begin(), part->end());
    }
    add_waits("wait.ns.max", longest_);
    add_waits("wait.ns.none", longest_of_none_);
    all.insert(all.end(), copies_.begin(), copies_.end());
    all.insert(all.end(), services_.begin(), services_.end());
    return measured_;
  }

 private:
  // The windows of bench/irq: one event each, so nothing is subtracted.
  void add_interrupts(const Run& run, const Recording& recording) {
    const auto add = [&](const char* name, std::int64_t value) {
      irqs_.push_back({fmt::format("{}.{}", name, run.configuration), value, "instructions"});
    };
    for (const Window& window : recording.windows) {
      if (window.shape == "flih") {
        add("irq.flih.entry", window.to_function);
        add("irq.flih.stolen", window.longest);
      } else if (window.shape == "signal") {
        add("irq.flih.signal", window.to_thread);
      } else if (window.shape == "slih") {
        add("irq.slih", window.to_thread);
      } else if (window.shape == "vectors4") {
        add("wait.ns.vectors4", window.longest);
      } else {
        add("copy.write.16384", window.total);
      }
    }
  }

  // The windows of bench/services: one call each.
  void add_services(const Run& run, const Recording& recording) {
    for (const Window& window : recording.windows) {
      if (window.shape != "empty") {
        const std::int64_t cost = window.total - empty_of(recording, window.path).total;
        services_.push_back({fmt::format("service.call.{}.{}", window.shape, run.configuration), cost, "instructions"});
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

  void add_waits(const std::string& name, const std::map<std::string, std::int64_t>& by_configuration) {
    std::int64_t most = 0;
    for (const auto& [configuration, length] : by_configuration) {
      most = std::max(most, length);
    }
    measured_.figures.push_back({name, most, "instructions"});
    for (const auto& [configuration, length] : by_configuration) {
      measured_.figures.push_back({fmt::format("{}.{}", name, configuration), length, "instructions"});
    }
  }

  Measured measured_;
  Figures costs_;
  Figures exceptions_;
  Figures cycles_;
  Figures boots_;
  Figures irqs_;
  Figures copies_;
  Figures services_;
  std::map<std::string, std::int64_t> longest_;
  std::map<std::string, std::int64_t> longest_of_none_;
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

}  // namespace postern::bench
