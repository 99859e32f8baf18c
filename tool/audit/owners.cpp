// SPDX-License-Identifier: Apache-2.0

#include "audit/owners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace postern::audit {

namespace {

constexpr const char* kKernel = "the kernel";

// Padding between two places aligns the second. After the last text or constants of a region, a word keeps the region
// from being empty.
constexpr std::uint64_t kLongestFill = 36;

constexpr std::uint64_t kSeal = 8;                // above each of the kernel's own stacks
constexpr std::uint64_t kPartitionStackEnd = 32;  // above a partition's stack, which is aligned

/// A memory range with one owner.
struct Holding {
  std::string owner;
  std::string what;
  Span memory;
};

/// An element of the table by which boot copies and clears memory.
struct LoadEntry {
  Span image;
  Span data;
  Span zeros;
};

std::string describe(const Holding& holding) { return fmt::format("the {} of {}", holding.what, holding.owner); }

class Owners {
 public:
  Owners(const Image& image, const Layout& layout) : image_(image), layout_(layout) {
    for (const Symbol& symbol : layout.symbols) {
      if (!symbol.is_local) {
        globals_.emplace(symbol.name, &symbol);
      }
    }
  }

  std::vector<std::string> judge() {
    holdings();
    holdings_are_apart();
    for (const OutputSection& section : layout_.sections) {
      every_byte_is_held(section);
    }
    loads_are_apart();
    memory_is_initialised();
    loads_are_whole();
    for (const Symbol& symbol : layout_.symbols) {
      lies_with_its_owner(symbol);
    }
    record_agrees();
    return std::move(found_);
  }

 private:
  template <typename... Arguments>
  void violation(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    found_.push_back("owners: " + fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  [[nodiscard]] std::optional<std::uint64_t> address_of(const std::string& name) const {
    const auto symbol = globals_.find(name);
    return symbol == globals_.end() ? std::nullopt : std::optional(symbol->second->address);
  }

  void hold(const std::string& owner, const char* what, const std::string& first, const std::string& end,
            std::uint64_t beyond = 0) {
    const auto from = address_of(first);
    const auto to = address_of(end);
    if (!from || !to) {
      violation("the image does not say where the {} of {} begins and ends (`{}`, `{}`)", what, owner, first, end);
    } else if (*from < *to) {
      holdings_.push_back({owner, what, {*from, *to + beyond}});
    }
  }

  void holdings() {
    hold(kKernel, "text", "text_start", "gates_start");
    hold("the gates", "text", "gates_start", "gates_end");
    hold(kKernel, "constants", "constants_start", "load_table_end");
    hold(kKernel, "data", "kernel_data_start", "kernel_data_end");
    hold(kKernel, "zeros", "kernel_bss_start", "kernel_bss_end");
    hold(kKernel, "stack", "handler_stack_limit", "handler_stack_top", kSeal);
    hold(kKernel, "kept", "kept_start", "ram_end");
    hold("the non-secure agent", "stack", "agent.stack_limit", "agent.stack_top", kSeal);
    if (image_.has_threads) {
      hold(kKernel, "idle stack", "idle.stack_limit", "idle.stack_top", kSeal);
    }
    for (const Partition& partition : image_.partitions) {
      if (!partition.is_agent) {
        holdings_of(partition.name);
      }
    }
    std::sort(holdings_.begin(), holdings_.end(),
              [](const Holding& a, const Holding& b) { return a.memory.first < b.memory.first; });
  }

  void holdings_of(const std::string& name) {
    for (const auto& [word, what] : kParts) {
      hold(name, what, fmt::format("{}.{}_start", name, word), fmt::format("{}.{}_end", name, word));
    }
    if (image_.has_threads) {
      hold(name, "stack", name + ".stack_limit", name + ".stack_top", kPartitionStackEnd);
    }
  }

  void holdings_are_apart() {
    for (std::size_t i = 1; i < holdings_.size(); ++i) {
      if (holdings_[i - 1].memory.overlaps(holdings_[i].memory)) {
        violation("{} and {} overlap at 0x{:08X}", describe(holdings_[i - 1]), describe(holdings_[i]),
                  holdings_[i].memory.first);
      }
    }
  }

  /// Whether postern's linker script has a place for the section; the linker itself places any other section somewhere.
  [[nodiscard]] static bool is_known(const std::string& name) {
    static constexpr std::array<const char*, 7> kWhole{".vectors", ".text",      ".gates",     ".gnu.sgstubs",
                                                       ".noinit",  ".constants", ".init_array"};
    static constexpr std::array<const char*, 5> kOfAreas{".text_", ".rodata_", ".data_", ".bss_", ".stacks_"};
    return std::find(kWhole.begin(), kWhole.end(), name) != kWhole.end() ||
           std::any_of(kOfAreas.begin(), kOfAreas.end(), [&](const char* prefix) { return name.starts_with(prefix); });
  }

  void every_byte_is_held(const OutputSection& section) {
    if (!is_known(section.name)) {
      violation("the section `{}` at {} has no owner{}", section.name, text_of(section.memory), inside(section.memory));
      return;
    }
    std::uint64_t at = section.memory.first;
    for (const Holding& holding : holdings_) {
      if (!holding.memory.overlaps(section.memory)) {
        continue;
      }
      is_fill(section, {at, holding.memory.first});
      at = std::max(at, holding.memory.end);
    }
    is_fill(section, {at, section.memory.end});
  }

  void is_fill(const OutputSection& section, const Span& gap) {
    if (gap.is_empty()) {
      return;
    }
    bool is_zero = true;
    if (section.has_bytes) {
      for (std::uint64_t at = gap.first; at < gap.end && is_zero; ++at) {
        is_zero = image_.file.byte(static_cast<std::uint32_t>(at)) == 0;
      }
    }
    if (gap.end - gap.first > kLongestFill || !is_zero) {
      violation("{} of the section `{}` has no owner", text_of(gap), section.name);
    }
  }

  /// " and lies in the memory of VAULT": between two of its places, where its regions reach.
  [[nodiscard]] std::string inside(const Span& memory) const {
    const Holding* before = nullptr;
    const Holding* behind = nullptr;
    for (const Holding& holding : holdings_) {
      if (holding.memory.overlaps(memory)) {
        return fmt::format(" and lies in {}", describe(holding));
      }
      before = holding.memory.end <= memory.first ? &holding : before;
      behind = behind == nullptr && holding.memory.first >= memory.end ? &holding : behind;
    }
    const bool is_between = before != nullptr && behind != nullptr && before->owner == behind->owner;
    return is_between ? fmt::format(" and lies in the memory of {}", before->owner) : "";
  }

  // Initial data is after the code until boot copies it.
  void loads_are_apart() {
    std::vector<const OutputSection*> loaded;
    for (const OutputSection& section : layout_.sections) {
      if (section.has_bytes) {
        loaded.push_back(&section);
      }
    }
    std::sort(loaded.begin(), loaded.end(), [](const auto* a, const auto* b) { return a->load < b->load; });
    for (std::size_t i = 1; i < loaded.size(); ++i) {
      if (loaded[i]->load < loaded[i - 1]->load + (loaded[i - 1]->memory.end - loaded[i - 1]->memory.first)) {
        violation("the bytes of `{}` and of `{}` are both loaded at 0x{:08X}", loaded[i - 1]->name, loaded[i]->name,
                  loaded[i]->load);
      }
    }
  }

  [[nodiscard]] std::vector<LoadEntry> load_table() const {
    std::vector<LoadEntry> entries;
    const auto first = address_of("load_table_start");
    const auto end = address_of("load_table_end");
    for (std::uint64_t at = first.value_or(0); at < end.value_or(0); at += 16) {
      std::array<std::uint32_t, 4> words{};
      for (unsigned i = 0; i < words.size(); ++i) {
        words[i] = image_.file.word(static_cast<std::uint32_t>(at) + 4 * i);
      }
      const std::uint64_t zeros = std::uint64_t{words[1]} + words[2];
      entries.push_back({{words[0], std::uint64_t{words[0]} + words[2]}, {words[1], zeros}, {zeros, zeros + words[3]}});
    }
    return entries;
  }

  void memory_is_initialised() {
    const std::vector<LoadEntry> table = load_table();
    for (const Holding& holding : holdings_) {
      if (holding.what == "data" && !is_copied(table, holding.memory)) {
        violation("{} at {} is not copied from its initial values", describe(holding), text_of(holding.memory));
      }
      if (holding.what == "zeros" && std::none_of(table.begin(), table.end(), [&](const LoadEntry& entry) {
            return entry.zeros.contains(holding.memory);
          })) {
        violation("{} at {} are not cleared", describe(holding), text_of(holding.memory));
      }
    }
  }

  /// Boot writes whole sections, and only those that it should.
  void loads_are_whole() {
    for (const LoadEntry& entry : load_table()) {
      for (const OutputSection& section : layout_.sections) {
        const Span& written = section.has_bytes ? entry.data : entry.zeros;
        const Span& other = section.has_bytes ? entry.zeros : entry.data;
        if (other.overlaps(section.memory) || (written.overlaps(section.memory) && !written.contains(section.memory))) {
          violation("boot writes {} at {}, which is not the whole section `{}` at {}",
                    section.has_bytes ? "initial values" : "zeros", text_of(written), section.name,
                    text_of(section.memory));
        }
      }
    }
  }

  [[nodiscard]] bool is_copied(const std::vector<LoadEntry>& table, const Span& memory) const {
    return std::any_of(table.begin(), table.end(), [&](const LoadEntry& entry) {
      return entry.data.contains(memory) &&
             std::any_of(layout_.sections.begin(), layout_.sections.end(), [&](const OutputSection& section) {
               return section.has_bytes && section.memory.contains(memory) &&
                      section.load - section.memory.first == entry.image.first - entry.data.first;
             });
    });
  }

  [[nodiscard]] bool is_partition(const std::string& name) const {
    return std::any_of(image_.partitions.begin(), image_.partitions.end(),
                       [&](const Partition& partition) { return !partition.is_agent && partition.name == name; });
  }

  /// The owner of a local symbol, by its file `partition.VAULT/vault.c`, or of a global one, by its name `VAULT.start`.
  [[nodiscard]] std::string owner_of(const Symbol& symbol) const {
    constexpr std::string_view kPrefix = "partition.";
    std::string name = symbol.name.substr(0, symbol.name.find('.'));
    if (symbol.is_local) {
      name = symbol.file.starts_with(kPrefix)
                 ? symbol.file.substr(kPrefix.size(), symbol.file.find('/') - kPrefix.size())
                 : "";
    } else if (name == symbol.name) {
      name.clear();
    }
    return is_partition(name) ? name : kKernel;
  }

  [[nodiscard]] const Holding* holding_at(std::uint64_t address) const {
    const auto found = std::find_if(holdings_.begin(), holdings_.end(), [&](const Holding& holding) {
      return holding.memory.first <= address && address < holding.memory.end;
    });
    return found == holdings_.end() ? nullptr : &*found;
  }

  [[nodiscard]] bool takes_memory(const Symbol& symbol) const {
    return std::any_of(layout_.sections.begin(), layout_.sections.end(),
                       [&](const OutputSection& section) { return section.index == symbol.section; });
  }

  // A symbol without a size may mark an end. One with a size is a function or a variable, and is in one place.
  void lies_with_its_owner(const Symbol& symbol) {
    const bool is_function = symbol.kind == Symbol::Kind::function;  // an alias that a linker script makes has no size
    if ((symbol.size == 0 && !is_function) || is_mapping(symbol) || !takes_memory(symbol)) {
      return;
    }
    const Span memory{symbol.address, symbol.address + std::max<std::uint64_t>(symbol.size, 1)};
    const std::string owner = owner_of(symbol);
    const Holding* holding = holding_at(symbol.address);
    if (holding == nullptr || !holding->memory.contains(memory)) {
      violation("`{}` of {} at {} lies in no place of one owner", symbol.name, owner, text_of(memory));
    } else if (!may_hold(holding->owner, owner)) {
      violation("`{}` of {} at {} lies in {}", symbol.name, owner, text_of(memory), describe(*holding));
    }
  }

  [[nodiscard]] bool may_hold(const std::string& holder, const std::string& owner) const {
    return holder == owner || (owner == kKernel && !is_partition(holder));
  }

  /// The tables and the record agree with the symbols. A stack's holding also includes what is above its top.
  void record_agrees() {
    for (const Partition& partition : image_.partitions) {
      if (!partition.is_agent && partition.id != partition.stated_id) {
        violation("the table has the id {} for {}, whose manifest list says {}", partition.id, partition.name,
                  partition.stated_id);
      }
      const std::string owner = partition.is_agent ? "the " + partition.name : partition.name;
      for (const Place& place : partition.places) {
        const bool is_stack = place.kind == Place::Kind::stack;
        const std::uint64_t above = !is_stack ? 0 : partition.is_agent ? kSeal : kPartitionStackEnd;
        const Span memory{place.memory.first, place.memory.end + above};
        if (std::none_of(holdings_.begin(), holdings_.end(), [&](const Holding& holding) {
              return holding.owner == owner && holding.what == place.name && holding.memory == memory;
            })) {
          violation("the record's {} of {} at {} does not match its symbols", place.name, partition.name,
                    text_of(place.memory));
        }
      }
    }
  }

  static constexpr std::array<std::pair<const char*, const char*>, 6> kParts{{{"text", "text"},
                                                                              {"rodata", "constants"},
                                                                              {"data", "data"},
                                                                              {"bss", "zeros"},
                                                                              {"noinit", "kept"},
                                                                              {"heap", "heap"}}};

  const Image& image_;
  const Layout& layout_;
  std::map<std::string, const Symbol*> globals_;
  std::vector<Holding> holdings_;
  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> owner_violations(const Image& image, const Layout& layout) {
  return Owners(image, layout).judge();
}

}  // namespace postern::audit
