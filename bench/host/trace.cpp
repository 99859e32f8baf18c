// SPDX-License-Identifier: Apache-2.0

#include "trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <unordered_map>

namespace postern::bench {

namespace {

using Path = std::vector<std::uint32_t>;

// Which of the executed instructions a figure counts.
enum class Part { one_loop, all, to_function, to_thread, wait };

struct Source {
  std::size_t window;
  Part part;
};

struct Traced {
  Path path;
  Path wait;  // the longest run in which no non-secure interrupt could have been taken
};

struct Named {
  const char* figure;
  const char* shape;
  Part part;
};

constexpr std::array kInterruptFigures{
    Named{"irq.flih.entry", "flih", Part::to_function},  Named{"irq.flih.stolen", "flih", Part::wait},
    Named{"irq.flih.signal", "signal", Part::to_thread}, Named{"irq.slih", "slih", Part::to_thread},
    Named{"wait.ns.vectors4", "vectors4", Part::wait},   Named{"copy.write.16384", "write", Part::all},
};

std::string name_of(const Window& window) { return fmt::format("cost.{}.{}", window.path, window.shape); }

Source source_of(const Recording& recording, const std::string& figure) {
  const auto* named = std::ranges::find_if(kInterruptFigures, [&](const Named& one) { return one.figure == figure; });
  std::string known;
  for (std::size_t i = 0; i < recording.windows.size(); ++i) {
    const Window& window = recording.windows[i];
    if (named != kInterruptFigures.end() && window.path == "ns-irq" && window.shape == named->shape) {
      return {i, named->part};
    }
    if (name_of(window) == figure || (window.shape.starts_with("copy") && "copy." + window.shape.substr(4) == figure)) {
      return {i, Part::one_loop};
    }
    known += " " + name_of(window);
  }
  throw std::runtime_error(fmt::format("no trace of {}; traced can be, in this image:{}", figure, known));
}

std::uint32_t address_of(const std::string& text) { return static_cast<std::uint32_t>(std::stoul(text, nullptr, 16)); }

Traced read_traced(const Run& run) {
  std::ifstream file(run.file(".trace"));
  Traced traced;
  std::string word;
  std::string address;
  while (file >> word >> address) {
    (word == "wait" ? traced.wait : traced.path).push_back(address_of(address));
  }
  return traced;
}

// The loop begins where an instruction comes for the second time, and ends where it comes again.
Path one_loop(const Path& path) {
  std::unordered_map<std::uint32_t, std::size_t> counts;
  for (const std::uint32_t address : path) {
    ++counts[address];
  }
  const auto is_head = [&](std::uint32_t address) { return counts[address] > 2; };
  const auto first = std::ranges::find_if(path, is_head);
  const auto second = first == path.end() ? first : std::find(first + 1, path.end(), *first);
  return {second, second == path.end() ? second : std::find(second + 1, path.end(), *second)};
}

Path first(const Path& path, std::int64_t count) {
  return {path.begin(), path.begin() + std::min(count, std::ssize(path))};
}

Path path_of(const Run& run, const Recording& recording, const Source& source) {
  const Traced traced = read_traced(run);
  const Window& window = recording.windows.at(source.window);
  switch (source.part) {
    case Part::one_loop: return window.calls > 2 ? one_loop(traced.path) : traced.path;
    case Part::all: return traced.path;
    case Part::to_function: return first(traced.path, window.to_function.length);
    case Part::to_thread: return first(traced.path, window.to_thread.length);
    case Part::wait: return traced.wait;
  }
  return {};
}

Path longest_of(const Run& run) {
  std::ifstream file(run.file(".counts"));
  Path path;
  std::string line;
  while (std::getline(file, line) && !line.starts_with("window")) {
    if (!line.starts_with("boot") && !line.starts_with("longest")) {
      path.push_back(address_of(line.substr(0, line.find(' '))));
    }
  }
  return path;
}

struct Line {
  std::string text;
  std::string place;  // FILE:LINE, from the root of the tree
};
using Listing = std::unordered_map<std::uint32_t, Line>;

// `FILE:LINE`, without what objdump adds to it; empty for another line.
std::string place_in(const std::string& line) {
  const std::string place = line.substr(0, line.find(" (discriminator"));
  const std::size_t colon = place.rfind(':');
  if (colon == std::string::npos || colon + 1 == place.size() ||
      place.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
    return "";
  }
  const std::size_t root = place.find("/./");
  return root == std::string::npos ? place : place.substr(root + 3);
}

void read_listing(const std::string& elf, Listing& listing) {
  const std::string command = fmt::format("arm-none-eabi-objdump -dl --no-show-raw-insn '{}'", elf);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  if (pipe == nullptr) {
    throw std::runtime_error("cannot run " + command);
  }
  std::array<char, 4096> buffer{};
  std::string place;
  while (std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
    std::string line = buffer.data();
    line.pop_back();
    const std::size_t tab = line.find(":\t");
    if (tab != std::string::npos) {
      std::ranges::replace(line, '\t', ' ');
      listing[address_of(line.substr(0, tab))] = {line.substr(tab + 2), place};
    } else if (std::string now = place_in(line); !now.empty()) {
      place = std::move(now);
    }
  }
}

std::string to_text(const Run& run, const Path& path) {
  const Program secure = run.secure();
  const Program non_secure = run.non_secure();
  Listing listing;
  read_listing(run.file("/" + run.image + "_s.elf"), listing);
  read_listing(run.file("/" + run.image + "_ns.elf"), listing);
  std::string text;
  std::string function;
  std::string place;
  std::size_t number = 0;
  for (const std::uint32_t address : path) {
    if (std::string now = function_at(secure, non_secure, address); now != function) {
      function = std::move(now);
      place.clear();
      text += fmt::format("{}\n", function);
    }
    const Line& line = listing[address];
    const bool is_new = line.place != place;
    place = line.place;
    text += fmt::format("{:5}  {:08x}  {:<44}{}\n", ++number, address, line.text, is_new ? "  " + place : "");
  }
  return text;
}

}  // namespace

std::string trace_arguments(const Run& run, const std::string& figure) {
  const Source source = source_of(read_recording(run), figure);
  return fmt::format("{},trace={},window={:x}", plugin_arguments(run), run.file(".trace"), source.window);
}

std::string trace(const std::vector<Run>& runs, const std::string& figure) {
  if (figure != "wait.ns.max") {
    const Run& run = runs.front();
    const Recording recording = read_recording(run);
    return to_text(run, path_of(run, recording, source_of(recording, figure)));
  }
  const Run* most = &runs.front();
  Path longest;
  for (const Run& run : runs) {
    if (Path path = longest_of(run); path.size() > longest.size()) {
      longest = std::move(path);
      most = &run;
    }
  }
  return fmt::format("in the image {}\n{}", most->image, to_text(*most, longest));
}

}  // namespace postern::bench
