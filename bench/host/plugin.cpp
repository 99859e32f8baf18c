// SPDX-License-Identifier: Apache-2.0

// A plugin for QEMU that counts executed instructions: from reset to the first one outside of the secure image, in
// windows that the program opens and closes by calling two functions, and in the longest run during which no non-secure
// interrupt could have been taken.
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
#include <vector>

namespace {

enum class Effect { none, call, leave, mask, unmask };

struct Place {
  std::uint32_t address;
  std::uint32_t size;
  std::uint32_t count;
  Effect effect;
  bool is_secure;
  bool is_entry;  // a vector points here
  bool is_line;   // the vector of an interrupt line
};

struct Longest {
  std::uint64_t length = 0;
  std::uint32_t from = 0;  // the instruction executed before it
};

struct Window {
  std::uint64_t total;
  std::uint64_t exceptions;
  Longest longest;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> counts;
  // From an interrupt line's vector to its function, and to the thread that waits for it.
  std::uint64_t to_function;
  std::uint64_t to_thread;
};

struct Arguments {
  std::string out;
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

std::uint64_t total = 0;
std::uint64_t boot = 0;
bool is_booting = true;
std::uint64_t interrupted_at = 0;  // the total when the last interrupt of a line came

struct Run {
  bool is_handler = false;
  bool is_masked = false;
  bool is_held = false;
  bool is_released = false;
  bool may_have_left = false;
  unsigned depth = 0;
  std::uint32_t from = 0;
  std::vector<std::uint32_t> longest_piece;  // the instructions of the pieces that ended with a look
  std::vector<std::uint32_t> path;           // and of the last one
};
auto& run = *new Run;
Longest longest;
auto& longest_path = *new std::vector<std::uint32_t>;
std::uint32_t last_address = 0;
std::uint32_t next_address = 0;

void keep(Longest& most) {
  if (run.path.size() > most.length) {
    most = {run.path.size(), run.from};
  }
}

void end_piece() {
  if (run.path.size() > run.longest_piece.size()) {
    run.longest_piece.swap(run.path);
  }
  run.path.clear();
}

void end_run() {
  run.path.insert(run.path.begin(), run.longest_piece.begin(), run.longest_piece.end());
  if (run.path.size() > longest.length) {
    longest_path = run.path;
  }
  keep(longest);
  if (open_window != nullptr) {
    keep(open_window->longest);
  }
  run.path.clear();
  run.longest_piece.clear();
}

void leave_handler() {
  run.is_handler = false;
  if (run.is_released) {
    run.is_held = run.is_released = false;
  }
}

void follow(const Place& place) {
  if (run.may_have_left && place.address != next_address) {
    if (run.depth != 0) {
      --run.depth;
    } else {
      leave_handler();
    }
  }
  run.may_have_left = false;
  if (place.is_entry) {
    run.is_handler = true;
    run.depth = 0;
  }
  run.is_held |= place.address == arguments.hold;
  run.is_released |= place.address == arguments.release;
  if (!run.is_handler && !run.is_masked && !run.is_held) {
    if (!run.path.empty()) {
      end_run();
    }
  } else {
    if (run.path.empty() && run.longest_piece.empty()) {
      run.from = last_address;
    }
    run.path.push_back(place.address);
    if (place.address == arguments.look) {
      end_piece();
    }
  }
  switch (place.effect) {
    case Effect::none: break;
    case Effect::call: run.depth += run.is_handler ? 1 : 0; break;
    case Effect::leave: run.may_have_left = run.is_handler; break;
    case Effect::mask: run.is_masked = true; break;
    case Effect::unmask: run.is_masked = false; break;
  }
}

void mark(const Place& place) {
  if (place.address == arguments.begin) {
    for (auto& [address, other] : places) {
      other->count = 0;
    }
    windows.push_back({.total = total, .exceptions = 0, .longest = {}, .counts = {}, .to_function = 0, .to_thread = 0});
    open_window = &windows.back();
  } else if (place.address == arguments.end && open_window != nullptr) {
    open_window->total = total - open_window->total;
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

void executed(unsigned, void* data) {
  Place& place = *static_cast<Place*>(data);
  if (place.address == arguments.reset) {
    run = {};
    is_booting = true;
  }
  if (is_booting && !place.is_secure) {
    is_booting = false;
    boot = boot == 0 ? total : boot;
  }
  if (open_window != nullptr) {
    note_interrupt(place);
  }
  ++total;
  ++place.count;
  if (!is_booting) {
    if (open_window != nullptr) {
      open_window->exceptions += place.is_entry ? 1 : 0;
    }
    follow(place);
    if (!place.is_secure) {
      mark(place);
    }
  }
  last_address = place.address;
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
  }
}

void ended(PluginId, void*) {
  std::FILE* const file = std::fopen(arguments.out.c_str(), "w");
  if (file == nullptr) {
    return;
  }
  std::fprintf(file, "boot %llu\n", static_cast<unsigned long long>(boot));
  std::fprintf(file, "longest %llu %08x\n", static_cast<unsigned long long>(longest.length), longest.from);
  for (const std::uint32_t address : longest_path) {
    std::fprintf(file, "%08x 1\n", address);
  }
  for (const Window& window : windows) {
    std::fprintf(file, "window %llu %llu %llu %08x %llu %llu\n", static_cast<unsigned long long>(window.total),
                 static_cast<unsigned long long>(window.exceptions),
                 static_cast<unsigned long long>(window.longest.length), window.longest.from,
                 static_cast<unsigned long long>(window.to_function),
                 static_cast<unsigned long long>(window.to_thread));
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
