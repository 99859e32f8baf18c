// SPDX-License-Identifier: Apache-2.0

#include "recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

namespace postern::bench {

namespace {

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

}  // namespace

std::vector<Source> sources_of(const Window& window) {
  if (window.path == "ns-irq") {  // bench/irq: one event in each window, so nothing is subtracted
    return window.shape == "flih"
               ? std::vector<Source>{{"irq.flih.entry", Part::to_function}, {"irq.flih.stolen", Part::wait}}
           : window.shape == "signal"   ? std::vector<Source>{{"irq.flih.signal", Part::to_thread}}
           : window.shape == "slih"     ? std::vector<Source>{{"irq.slih", Part::to_thread}}
           : window.shape == "vectors4" ? std::vector<Source>{{"wait.ns.vectors4", Part::wait}}
                                        : std::vector<Source>{{"copy.write.16384", Part::all}};
  }
  if (window.shape == "empty" || window.shape == "worst") {
    return {};
  }
  if (window.shape.starts_with("copy")) {
    return {{"copy." + window.shape.substr(4), Part::one_loop}};
  }
  return {{fmt::format("cost.{}.{}", window.path, window.shape), Part::one_loop}};
}

const Stretch& stretch_of(const Window& window, Part part) {
  switch (part) {
    case Part::to_function: return window.to_function;
    case Part::to_thread: return window.to_thread;
    case Part::wait: return window.wait;
    case Part::one_loop:
    case Part::all: break;
  }
  return window.all;
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

}  // namespace postern::bench
