// SPDX-License-Identifier: Apache-2.0

// A plugin for QEMU that counts executed instructions and what they do with the memory: from reset to the first one
// outside of the secure image, in windows that the program opens and closes by calling two functions, and in the
// longest run during which no non-secure interrupt could have been taken.
//
// A long copy looks after each piece whether an interrupt waits, and if so the trap ends. So an interrupt that came
// before waits from the last look to this one, and for the end of the trap: the longest piece and the last one.
//
// A plugin sees which instruction is executed and nothing of the processor's state. So a run of handler mode begins at
// an address of the vector table, and ends with a return that belongs to no call inside the run.
#include "plugin.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "traffic.hpp"

namespace {

using postern::bench::at;
using postern::bench::Event;
using postern::bench::kFlashEnd;
using postern::bench::kLineBytes;
using postern::bench::Stretch;

enum class Effect { none, call, leave, mask, unmask, synchronize, divide };

struct Place {
  std::uint32_t address;
  std::uint32_t size;
  std::uint32_t count;
  Effect effect;
  bool is_secure;
  bool is_entry;  // a vector points here
  bool is_line;   // the vector of an interrupt line
};

struct Window {
  Stretch all;
  Stretch longest;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> counts;
  // From an interrupt line's vector to its function, and to the thread that waits for it.
  Stretch to_function;
  Stretch to_thread;
};

struct Arguments {
  std::string out;
  std::string trace;  // where the instructions of one window go, if that is wanted
  std::uint32_t window = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t reset = 0;
  std::uint32_t hold = 0;      // first instruction at which interrupts are held by priority, until
  std::uint32_t release = 0;   // the handler that runs this has returned
  std::uint32_t look = 0;      // the kernel looks whether an interrupt waits
  std::uint32_t function = 0;  // a function of first-level handling
  std::uint32_t resumed = 0;   // where the owner's thread is after it has waited
  std::vector<std::uint32_t> entries;
  std::vector<std::uint32_t> lines;  // the entries of interrupt lines
  std::vector<std::pair<std::uint32_t, std::uint32_t>> secure;
};

// Never destroyed: QEMU reports the end of the run after this file's objects would have been destroyed.
auto& arguments = *new Arguments;
auto& places = *new std::unordered_map<std::uint32_t, std::unique_ptr<Place>>;
auto& windows = *new std::vector<Window>;
Window* open_window = nullptr;

Stretch total;
Stretch boot;
bool is_booting = true;
Stretch interrupted_at;  // the total when the last interrupt of a line came
unsigned words_of_instruction = 0;
std::uint32_t data_line = 0;

struct Run {
  bool is_handler = false;
  bool is_masked = false;
  bool is_held = false;
  bool is_released = false;
  bool may_have_left = false;
  unsigned depth = 0;
  std::vector<std::uint32_t> longest_piece;  // the instructions of the pieces that ended with a look
  std::vector<std::uint32_t> path;           // and of the last one
  Stretch of_longest_piece;
  Stretch before;  // what was counted when the path began
};
auto& run = *new Run;
Stretch longest;
auto& longest_path = *new std::vector<std::uint32_t>;
auto& traced_path = *new std::vector<std::uint32_t>;
auto& traced_wait = *new std::vector<std::uint32_t>;
std::uint32_t next_address = 0;

void end_piece() {
  if (run.path.size() > run.longest_piece.size()) {
    run.longest_piece.swap(run.path);
    run.of_longest_piece = total - run.before;
  }
  run.path.clear();
}

bool is_traced() {
  return !arguments.trace.empty() && open_window != nullptr && windows.size() == arguments.window + 1;
}

// `now`: what was counted when the run ended.
void end_run(const Stretch& now) {
  const Stretch whole = run.path.empty() ? run.of_longest_piece : now - (run.before - run.of_longest_piece);
  run.path.insert(run.path.begin(), run.longest_piece.begin(), run.longest_piece.end());
  if (whole.length > longest.length) {
    longest_path = run.path;
    longest = whole;
  }
  if (open_window != nullptr && whole.length > open_window->longest.length) {
    open_window->longest = whole;
    if (is_traced()) {
      traced_wait = run.path;
    }
  }
  run.path.clear();
  run.longest_piece.clear();
  run.of_longest_piece = {};
}

void leave_handler() {
  run.is_handler = false;
  if (run.is_released) {
    run.is_held = run.is_released = false;
  }
}

// Whether an exception has ended.
bool follow_return(const Place& place) {
  const bool has_left = std::exchange(run.may_have_left, false) && place.address != next_address;
  if (has_left && run.depth != 0) {
    --run.depth;
    return false;
  }
  if (has_left) {
    leave_handler();
  }
  return has_left;
}

// `before`: what was counted before the instruction at this place.
void follow(const Place& place, const Stretch& before) {
  if (place.is_entry) {
    run.is_handler = true;
    run.depth = 0;
  }
  run.is_held |= place.address == arguments.hold;
  run.is_released |= place.address == arguments.release;
  if (!run.is_handler && !run.is_masked && !run.is_held) {
    if (!run.path.empty()) {
      end_run(before);
    }
  } else {
    if (run.path.empty()) {
      run.before = before;
    }
    run.path.push_back(place.address);
    if (place.address == arguments.look) {
      end_piece();
    }
  }
  switch (place.effect) {
    case Effect::none:
    case Effect::synchronize:
    case Effect::divide: break;
    case Effect::call: run.depth += run.is_handler ? 1 : 0; break;
    case Effect::leave: run.may_have_left = run.is_handler; break;
    case Effect::mask: run.is_masked = true; break;
    case Effect::unmask: run.is_masked = false; break;
  }
}

// From the last interrupt on, if there is one.
void trace(const Place& place) {
  constexpr std::size_t kMost = 1'000'000;
  if (place.is_line) {
    traced_path.clear();
  }
  if (traced_path.size() < kMost) {
    traced_path.push_back(place.address);
  }
}

void mark(const Place& place) {
  if (place.address == arguments.begin) {
    for (auto& [address, other] : places) {
      other->count = 0;
    }
    windows.push_back({.all = total, .longest = {}, .counts = {}, .to_function = {}, .to_thread = {}});
    open_window = &windows.back();
  } else if (place.address == arguments.end && open_window != nullptr) {
    open_window->all = total - open_window->all;
    for (const auto& [address, other] : places) {
      if (other->count != 0) {
        open_window->counts.emplace_back(address, other->count);
      }
    }
    std::ranges::sort(open_window->counts);
    open_window = nullptr;
  }
}

// Called before the instruction at this place is counted.
void note_interrupt(const Place& place) {
  if (place.is_line) {
    interrupted_at = total;
  } else if (place.address == arguments.function) {
    open_window->to_function = total - interrupted_at;
  } else if (place.address == arguments.resumed) {
    open_window->to_thread = total - interrupted_at;
  }
}

// Instructions are fetched in words. Where a word holds the end of the instruction before, it was fetched for that one.
void count_fetch(const Place& place, bool is_jump) {
  constexpr std::uint32_t kWord = 4;
  if (place.address >= kFlashEnd) {
    return;
  }
  const std::uint32_t last = place.address + place.size - 1;
  const std::uint32_t before = place.address - 1;
  at(total.traffic, Event::word) += is_jump ? last / kWord - place.address / kWord + 1 : last / kWord - before / kWord;
  if (is_jump && place.address / kLineBytes != (next_address - 1) / kLineBytes) {
    ++at(total.traffic, Event::line);
  }
}

void count(const Place& place, bool has_returned) {
  const bool is_jump = place.address != next_address;
  ++total.length;
  if (place.is_entry) {
    ++at(total.traffic, Event::exception);
  } else if (is_jump && !has_returned) {
    ++at(total.traffic, Event::refill);
  }
  if (place.effect == Effect::synchronize) {
    ++at(total.traffic, Event::refill);
  } else if (place.effect == Effect::divide) {
    ++at(total.traffic, Event::division);
  }
  count_fetch(place, is_jump);
  words_of_instruction = 0;
}

void accessed(unsigned, std::uint32_t access, std::uint64_t place, void*) {
  const auto address = static_cast<std::uint32_t>(place);
  const unsigned words = qemu_plugin_mem_size_shift(access) > 2 ? 2 : 1;
  at(total.traffic, Event::further) += words_of_instruction == 0 ? words - 1 : words;
  words_of_instruction += words;
  if (qemu_plugin_mem_is_store(access)) {
    at(total.traffic, Event::store) += words;
    return;
  }
  at(total.traffic, Event::load) += words;
  if (address < kFlashEnd) {
    at(total.traffic, Event::flash_load) += words;
    const bool is_other_line = std::exchange(data_line, address / kLineBytes) != address / kLineBytes;
    at(total.traffic, Event::data_line) += is_other_line ? 1 : 0;
  }
}

void executed(unsigned, void* data) {
  Place& place = *static_cast<Place*>(data);
  if (place.address == arguments.reset) {
    run = {};
    is_booting = true;
  }
  if (is_booting && !place.is_secure) {
    is_booting = false;
    boot = boot.length == 0 ? total : boot;
  }
  if (open_window != nullptr) {
    note_interrupt(place);
  }
  const Stretch before = total;
  if (is_traced()) {
    trace(place);
  }
  count(place, !is_booting && follow_return(place));
  ++place.count;
  if (!is_booting) {
    follow(place, before);
    if (!place.is_secure) {
      mark(place);
    }
  }
  next_address = place.address + place.size;
}

Effect effect_of(const Instruction* instruction) {
  std::uint16_t half[2] = {};
  std::memcpy(half, qemu_plugin_insn_data(instruction), std::min<std::size_t>(qemu_plugin_insn_size(instruction), 4));
  if (qemu_plugin_insn_size(instruction) == 2) {
    if ((half[0] & 0xFF80U) == 0x4780U) {  // BLX, BLXNS
      return Effect::call;
    }
    if (half[0] == 0x4770U || (half[0] & 0xFF00U) == 0xBD00U) {  // BX LR, POP {..., PC}
      return Effect::leave;
    }
    if (half[0] == 0xB672U) {  // CPSID I
      return Effect::mask;
    }
    return half[0] == 0xB662U ? Effect::unmask : Effect::none;
  }
  if ((half[0] & 0xF800U) == 0xF000U && (half[1] & 0xD000U) == 0xD000U) {  // BL
    return Effect::call;
  }
  if ((half[0] & 0xFFD0U) == 0xFB90U && (half[1] & 0xF0F0U) == 0xF0F0U) {  // SDIV, UDIV
    return Effect::divide;
  }
  if (half[0] == 0xF3BFU && (half[1] & 0xFFF0U) == 0x8F60U) {
    return Effect::synchronize;  // ISB
  }
  const bool is_pop = half[0] == 0xE8BDU && (half[1] & 0x8000U) != 0;
  const bool is_pop_one = half[0] == 0xF85DU && (half[1] & 0xFF00U) == 0xFB00U;
  const bool is_constant = (half[0] & 0xFF7FU) == 0xF85FU && (half[1] & 0xF000U) == 0xF000U;  // LDR PC, =...
  return is_pop || is_pop_one || is_constant ? Effect::leave : Effect::none;
}

void translated(PluginId, TranslatedBlock* block) {
  for (std::size_t i = 0; i < qemu_plugin_tb_n_insns(block); ++i) {
    Instruction* const instruction = qemu_plugin_tb_get_insn(block, i);
    const auto address = static_cast<std::uint32_t>(qemu_plugin_insn_vaddr(instruction));
    std::unique_ptr<Place>& place = places[address];
    if (place == nullptr) {
      const bool is_secure = std::ranges::any_of(
          arguments.secure, [&](const auto& range) { return address >= range.first && address < range.second; });
      const auto is_in = [&](const std::vector<std::uint32_t>& some) { return std::ranges::count(some, address) != 0; };
      place = std::make_unique<Place>(Place{address, static_cast<std::uint32_t>(qemu_plugin_insn_size(instruction)), 0,
                                            effect_of(instruction), is_secure, is_in(arguments.entries),
                                            is_in(arguments.lines)});
    }
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, executed, 0, place.get());
    qemu_plugin_register_vcpu_mem_cb(instruction, accessed, 0, kReadsAndWrites, nullptr);
  }
}

void write(std::FILE* file, const char* name, const Stretch& stretch) {
  std::fprintf(file, "%s %lld", name, static_cast<long long>(stretch.length));
  for (const std::int64_t count : stretch.traffic) {
    std::fprintf(file, " %lld", static_cast<long long>(count));
  }
  std::fputs("\n", file);
}

void write_trace() {
  std::FILE* const file = std::fopen(arguments.trace.c_str(), "w");
  if (file == nullptr) {
    return;
  }
  for (const std::uint32_t address : traced_path) {
    std::fprintf(file, "path %08x\n", address);
  }
  for (const std::uint32_t address : traced_wait) {
    std::fprintf(file, "wait %08x\n", address);
  }
  std::fclose(file);
}

void ended(PluginId, void*) {
  if (!arguments.trace.empty()) {
    write_trace();
  }
  std::FILE* const file = std::fopen(arguments.out.c_str(), "w");
  if (file == nullptr) {
    return;
  }
  write(file, "boot", boot);
  write(file, "longest", longest);
  for (const std::uint32_t address : longest_path) {
    std::fprintf(file, "%08x 1\n", address);
  }
  for (const Window& window : windows) {
    write(file, "window", window.all);
    write(file, "wait", window.longest);
    write(file, "function", window.to_function);
    write(file, "thread", window.to_thread);
    for (const auto& [address, count] : window.counts) {
      std::fprintf(file, "%08x %u\n", address, count);
    }
  }
  std::fclose(file);
}

std::uint32_t number(std::string_view text) {
  return static_cast<std::uint32_t>(std::strtoul(text.data(), nullptr, 16));
}

void take(std::string_view name, std::string_view value) {
  if (name == "out") {
    arguments.out = value;
  } else if (name == "trace") {
    arguments.trace = value;
  } else if (name == "window") {
    arguments.window = number(value);
  } else if (name == "begin") {
    arguments.begin = number(value);
  } else if (name == "end") {
    arguments.end = number(value);
  } else if (name == "reset") {
    arguments.reset = number(value);
  } else if (name == "hold") {
    arguments.hold = number(value);
  } else if (name == "release") {
    arguments.release = number(value);
  } else if (name == "look") {
    arguments.look = number(value);
  } else if (name == "function") {
    arguments.function = number(value);
  } else if (name == "resumed") {
    arguments.resumed = number(value);
  } else if (name == "line") {
    arguments.lines.push_back(number(value));
  } else if (name == "entry") {
    arguments.entries.push_back(number(value));
  } else if (name == "secure") {
    arguments.secure.emplace_back(number(value), number(value.substr(value.find('-') + 1)));
  }
}

}  // namespace

extern "C" {
[[gnu::visibility("default")]] int qemu_plugin_version = 1;

[[gnu::visibility("default")]] int qemu_plugin_install(PluginId id, const void*, int count, char** values);

int qemu_plugin_install(PluginId id, const void*, int count, char** values) {
  for (int i = 0; i < count; ++i) {
    const std::string_view argument(values[i]);
    const std::size_t equals = argument.find('=');
    take(argument.substr(0, equals), argument.substr(std::min(equals + 1, argument.size())));
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_atexit_cb(id, ended, nullptr);
  return 0;
}
}
