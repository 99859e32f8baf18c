// SPDX-License-Identifier: Apache-2.0

#include "stack/stacks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "encoding/fault_room.h"
#include "stack/code.hpp"
#include "stack/depth.hpp"

namespace postern::stack {
namespace {

using audit::Image;
using audit::Partition;
using audit::Place;

// What the hardware pushes at an exception (Armv8-M architecture reference manual, B3.18): eight words, the words of
// the FPU if the code owns it, and r4-r11 with a signature if the exception is non-secure.
constexpr std::uint32_t kBasicFrame = 32;
constexpr std::uint32_t kFpuFrame = 136;
constexpr std::uint32_t kCalleeFrame = 40;
constexpr std::uint32_t kFirstInterrupt = 16;

constexpr std::uint32_t aligned(std::uint32_t bytes) { return (bytes + 7) & ~7U; }

bool is_text(const Place& place) { return place.kind == Place::Kind::text; }

class Stacks {
 public:
  Stacks(const Image& image, const audit::Layout& layout)
      : image_(image),
        layout_(layout),
        code_(image, layout),
        depths_(
            code_, [this](const Function& caller, For whom) { return targets(caller, whom); },
            [this](std::uint32_t address, For whom) { return owner(address, whom); }) {
    has_fpu_ = !code_.object("port_clear_fpu").is_empty();
    vectors();
    stored_addresses();
  }

  std::vector<Stack> all() {
    std::vector<Stack> found;
    for (For whom = 0; whom < image_.partitions.size(); ++whom) {
      if (!image_.partitions[whom].is_agent) {
        found.push_back(image_.has_threads ? thread(whom) : functions(whom));
      }
    }
    found.push_back(agent());
    if (image_.has_threads) {
      found.push_back(idle());
    }
    found.push_back(kernel(false));
    found.push_back(kernel(true));
    return found;
  }

 private:
  using Addresses = std::set<std::uint32_t>;

  // The vector table, which ends where the first function begins.
  void vectors() {
    const auto first = static_cast<std::uint32_t>(image_.secure_code.first);
    std::uint32_t end = first + 4 * kFirstInterrupt;
    while (!code_.is_function(end) && end < first + 4 * 512) {
      end += 4;
    }
    vectors_ = {first, end};
  }

  /// The functions whose addresses the kernel and each partition store.
  void stored_addresses() {
    traps_ = code_.addresses_in(code_.object("spm_traps"));
    Addresses of_kernel;
    for (const Place& place : image_.kernel) {
      if (place.kind == Place::Kind::constants || is_text(place)) {
        const audit::Span behind{is_text(place) ? vectors_.end : place.memory.first, place.memory.end};
        of_kernel.merge(code_.addresses_in(behind));
      }
    }
    stored_.resize(image_.partitions.size());
    for (For whom = 0; whom < image_.partitions.size(); ++whom) {
      const Partition& partition = image_.partitions[whom];
      for (const Place& place : partition.places) {
        if (is_text(place) || place.kind == Place::Kind::constants || (place.name == "data")) {
          stored_[whom].merge(code_.addresses_in(place.memory));
        }
      }
      of_partition_.emplace_back();
      for (const std::uint32_t each : stored_[whom]) {
        if (owner(each, kBoot) == whom) {
          of_partition_[whom].insert(each);
        }
      }
    }
    for (const std::uint32_t each : of_kernel) {
      const For whom = owner(each, kBoot);
      if (whom == kBoot) {
        of_kernel_.insert(each);
      } else {
        of_partition_[whom].insert(each);
      }
    }
  }

  /// Code of a partition runs for it; all other code runs for its caller.
  [[nodiscard]] For owner(std::uint32_t address, For whom) const {
    for (For each = 0; each < image_.partitions.size(); ++each) {
      for (const Place& place : image_.partitions[each].places) {
        if (is_text(place) && place.memory.contains({address, address + 1})) {
          return each;
        }
      }
    }
    return whom;
  }

  /// Only the handler of traps reads their table. It and the handler of interrupts call no partition but, at level 1,
  /// the functions for interrupts.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, For>> targets(const Function& caller, For whom) const {
    std::vector<std::pair<std::uint32_t, For>> found;
    const auto add = [&](const Addresses& addresses, For then) {
      for (const std::uint32_t each : addresses) {
        found.emplace_back(each, then);
      }
    };
    if (const For own = owner(caller.address, kBoot); own != kBoot) {
      add(stored_[own], own);
    } else if (caller.name == "port_svc") {
      add(traps_, whom);
    } else if (whom == kHandler) {
      add_interrupt_functions(found);
    } else if (!image_.has_threads) {
      for (For each = 0; each < image_.partitions.size(); ++each) {
        if (each != whom && calls(whom, each)) {
          add(of_partition_[each], each);
        }
      }
    }
    return found;
  }

  void add_interrupt_functions(std::vector<std::pair<std::uint32_t, For>>& found) const {
    for (const audit::Interrupt& interrupt : image_.interrupts) {
      if (interrupt.is_first_level && (image_.level == 1)) {
        found.emplace_back(interrupt.function & ~1U, interrupt.owner);
      }
    }
  }

  /// Whether code for `whom` can enter this partition.
  [[nodiscard]] bool calls(For whom, For other) const {
    if (whom >= image_.partitions.size()) {
      return true;
    }
    for (unsigned i = 0; i < image_.services.size(); ++i) {
      if (image_.services[i].owner == other && image_.may_call(image_.partitions[whom], i)) {
        return true;
      }
    }
    return false;
  }

  static void add_notes(Stack& stack, const Depth& depth) {
    stack.pointers.insert(stack.pointers.end(), depth.pointers.begin(), depth.pointers.end());
    stack.unbounded.insert(stack.unbounded.end(), depth.unbounded.begin(), depth.unbounded.end());
  }

  void add(Stack& stack, std::string what, const Depth& depth, std::uint32_t frame) const {
    Part part{std::move(what), depth.bytes, {}};
    for (const std::uint32_t each : depth.chain) {
      part.chain.push_back(code_.name_of(each));
    }
    stack.parts.push_back(std::move(part));
    add_notes(stack, depth);
    if (frame != 0) {
      stack.parts.push_back({"an exception there", aligned(depth.bytes) - depth.bytes + frame});
    }
  }

  static Stack summed(Stack stack) {
    for (const Part& part : stack.parts) {
      stack.needed += part.bytes;
    }
    return stack;
  }

  static constexpr std::uint32_t frame(bool with_fpu, bool is_from_both_worlds = true) {
    return kBasicFrame + (with_fpu ? kFpuFrame : 0) + (is_from_both_worlds ? kCalleeFrame : 0);
  }

  /// The deepest of some functions.
  template <typename Roots>
  Depth deepest(const Roots& roots, For whom) {
    Depth most;
    for (const std::uint32_t root : roots) {
      Depth each = depths_.of(root, owner(root, whom));
      each.merge_notes(most);
      if (most.bytes >= each.bytes) {
        each.bytes = most.bytes;
        each.chain = most.chain;
      }
      most = std::move(each);
    }
    return most;
  }

  static audit::Span memory_of(const Partition& partition) {
    for (const Place& place : partition.places) {
      if (place.kind == Place::Kind::stack) {
        return place.memory;
      }
    }
    return {};
  }

  /// IPC backend: the thread of a partition, and above level 1 its functions for interrupts on top of it.
  Stack thread(For whom) {
    const Partition& partition = image_.partitions[whom];
    Stack stack{partition.name, memory_of(partition), 0, {}, {}, {}};
    const Depth depth = depths_.of(partition.entry & ~1U, whom);
    add(stack, "its code", depth, frame(depth.uses_fpu));
    Addresses functions;
    for (const audit::Interrupt& interrupt : image_.interrupts) {
      if (interrupt.is_first_level && interrupt.owner == whom && image_.level > 1) {
        functions.insert(interrupt.function & ~1U);
      }
    }
    if (!functions.empty()) {
      const Depth function = deepest(functions, whom);
      stack.parts.push_back({"where a function for an interrupt begins", kBasicFrame});
      add(stack, "that function", function, frame(function.uses_fpu));
    }
    return summed(std::move(stack));
  }

  /// SFN backend: all share one stack. This is a partition's own part of it, with what it calls.
  Stack functions(For whom) {
    Stack stack{image_.partitions[whom].name, {}, 0, {}, {}, {}};
    add(stack, "its functions, and what they call", deepest(of_partition_[whom], whom), 0);
    return summed(std::move(stack));
  }

  /// The stack of the non-secure agent, on which the gates run. On the SFN backend everything does.
  Stack agent() {
    const auto whom = static_cast<For>(image_.partitions.size() - 1);
    const Partition& partition = image_.partitions[whom];
    Stack stack{image_.has_threads ? partition.name : "all partitions", memory_of(partition), 0, {}, {}, {}};
    Depth depth = deepest(code_.functions_in(image_.gates), whom);
    if (image_.has_threads) {
      depth = deeper(depth, depths_.of(partition.entry & ~1U, whom));
    } else {
      depth = deeper(depth, deepest(Addresses{static_cast<std::uint32_t>(code_.object("port_run").first)}, kBoot));
    }
    add(stack, image_.has_threads ? "its code and the gates" : "boot and calls of the non-secure world", depth,
        frame(has_fpu_));
    return summed(std::move(stack));
  }

  static Depth deeper(Depth one, Depth other) {
    Depth& most = one.bytes >= other.bytes ? one : other;
    most.merge_notes(&most == &one ? other : one);
    return std::move(most);
  }

  Stack idle() {
    const audit::Span memory{code_.object("idle.stack_limit").first, code_.object("idle.stack_top").first};
    Stack stack{"idle", memory, 0, {}, {}, {}};
    add(stack, "its code", deepest(Addresses{static_cast<std::uint32_t>(code_.object("idle_start").first)}, kBoot),
        frame(has_fpu_));
    return summed(std::move(stack));
  }

  /// The main stack. Boot, traps and interrupts exclude each other there. A fault may come on top of each, with the
  /// report of it: port_fault begins at the top again if less than its room is left, and the room is at the bottom.
  Stack kernel(bool is_fault) {
    Stack stack{is_fault ? "the kernel for the report of a fault" : "the kernel", {}, 0, {}, {}, {}};
    for (const Place& place : image_.kernel) {
      stack.memory = place.kind == Place::Kind::stack ? place.memory : stack.memory;
    }
    stack.memory.end = is_fault ? stack.memory.first + POSTERN_FAULT_ROOM : stack.memory.end;
    Depth most;
    std::string what;
    for (const auto& [name, handler, number] : handlers()) {
      if ((number > 1 && number < 11) != is_fault) {
        continue;
      }
      Depth depth = depths_.of(handler, kHandler);
      what = depth.bytes > most.bytes || what.empty() ? name : what;
      most = deeper(std::move(most), std::move(depth));
    }
    add(stack, what, most, is_fault ? 0 : frame(false));
    return summed(std::move(stack));
  }

  struct Handler {
    std::string name;
    std::uint32_t address;
    unsigned number;
  };

  [[nodiscard]] std::vector<Handler> handlers() const {
    std::vector<Handler> found;
    const auto first = static_cast<std::uint32_t>(vectors_.first);
    for (std::uint32_t at = first + 4; at + 4 <= vectors_.end; at += 4) {
      const std::uint32_t word = image_.file.word(at);
      const unsigned number = (at - first) / 4;
      const std::string name = number == 1                                 ? "boot"
                               : number == 11                              ? "a trap"
                               : number >= kFirstInterrupt || number == 14 ? "an interrupt"
                                                                           : "a fault";
      if ((word & 1U) != 0 && image_.secure_code.contains({word, word + 1})) {
        found.push_back({name, word & ~1U, number});
      }
    }
    return found;
  }

  const Image& image_;
  const audit::Layout& layout_;
  Code code_;
  Depths depths_;
  audit::Span vectors_;
  Addresses traps_;
  Addresses of_kernel_;
  std::vector<Addresses> stored_;        // in the memory of each partition
  std::vector<Addresses> of_partition_;  // of the code of each partition
  bool has_fpu_ = false;
};

}  // namespace

std::vector<Stack> stacks_of(const Image& image, const audit::Layout& layout) { return Stacks(image, layout).all(); }

std::vector<std::string> small_stacks(const std::vector<Stack>& stacks) {
  std::vector<std::string> lines;
  for (const Stack& stack : stacks) {
    if (stack.is_too_small()) {
      lines.push_back(fmt::format("the stack of {} has {} bytes, and its code can need {}", stack.owner, stack.given(),
                                  stack.needed));
    }
  }
  return lines;
}

}  // namespace postern::stack
