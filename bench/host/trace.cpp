// SPDX-License-Identifier: Apache-2.0

#include "trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <unordered_map>

namespace postern::bench {

namespace {

using Path = std::vector<std::uint32_t>;

struct Traced {
  Path path;
  Path wait;
};

struct Found {
  std::size_t window;
  Part part;
};

Found find_source(const Recording& recording, const std::string& figure) {
  std::string known;
  for (std::size_t i = 0; i < recording.windows.size(); ++i) {
    for (const Source& source : sources_of(recording.windows[i])) {
      if (source.figure == figure) {
        return {i, source.part};
      }
      known += " " + source.figure;
    }
  }
  throw std::runtime_error(fmt::format("no trace of {}; available in this image:{}", figure, known));
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

// Whether an instruction was executed once in each loop: what asks for its end is executed once more.
bool is_once(std::int64_t count, std::int64_t calls) { return count == calls || count == calls + 1; }

// Of many equal loops the one in the middle, between two executions of an instruction that each loop executes once.
Path one_loop(const Path& path, std::int64_t calls) {
  std::unordered_map<std::uint32_t, std::int64_t> counts;
  for (const std::uint32_t address : path) {
    ++counts[address];
  }
  auto begin = std::ranges::find_if(path, [&](std::uint32_t address) { return is_once(counts[address], calls); });
  if (begin == path.end()) {
    throw std::runtime_error("the trace has no loop, or it is too long to be kept");
  }
  for (std::int64_t i = 0; i < calls / 2; ++i) {
    begin = std::find(begin + 1, path.end(), *begin);
  }
  return {begin, std::find(begin + 1, path.end(), *begin)};
}

Path first(const Path& path, std::int64_t count) {
  return {path.begin(), path.begin() + std::min(count, std::ssize(path))};
}

Path path_of(const Traced& traced, const Window& window, Part part) {
  switch (part) {
    case Part::one_loop: return one_loop(traced.path, window.calls);
    case Part::wait: return traced.wait;
    case Part::all:
    case Part::to_function:
    case Part::to_thread: break;
  }
  return first(traced.path, stretch_of(window, part).length);
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

// What a loop without a call takes.
std::int64_t empty_loop_of(const Recording& recording, const Window& window) {
  const Window& empty = empty_of(recording, window.path);
  return std::ranges::count_if(empty.counts, [&](const auto& one) { return is_once(one.second, empty.calls); });
}

}  // namespace

std::string trace_arguments(const Run& run, const std::string& figure) {
  const Found found = find_source(read_recording(run), figure);
  return fmt::format("{},trace={},window={:x}", plugin_arguments(run), run.file(".trace"), found.window);
}

std::string trace(const std::vector<Run>& runs, const std::string& figure) {
  if (figure != "wait.ns.max") {
    const Run& run = runs.front();
    const Recording recording = read_recording(run);
    const Found found = find_source(recording, figure);
    const Window& window = recording.windows[found.window];
    const Path path = path_of(read_traced(run), window, found.part);
    const std::int64_t loop = found.part == Part::one_loop ? empty_loop_of(recording, window) : 0;
    return fmt::format("{}{} instructions, {} of them the loop around the call\n", to_text(run, path), path.size(),
                       loop);
  }
  const Run* most = &runs.front();
  Path longest;
  for (const Run& run : runs) {
    if (Path path = longest_of(run); path.size() > longest.size()) {
      longest = std::move(path);
      most = &run;
    }
  }
  return fmt::format("{}{} instructions, in the image {}\n", to_text(*most, longest), longest.size(), most->image);
}

}  // namespace postern::bench
