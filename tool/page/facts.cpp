// SPDX-License-Identifier: Apache-2.0

#include "page/facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "audit/layout.hpp"
#include "audit/owners.hpp"
#include "audit/report.hpp"
#include "audit/rules.hpp"

namespace postern::page {
namespace {

using audit::Image;
using audit::Place;

constexpr const char* kKernel = "kernel";

bool is_flash(const Place& place) { return place.kind == Place::Kind::text || place.kind == Place::Kind::constants; }

class Collector {
 public:
  explicit Collector(Facts& facts) : facts_(facts), image_(facts.image) {}

  void collect() {
    for (const audit::Partition& partition : image_.partitions) {
      add_owner(partition.name, partition.is_agent ? "" : std::to_string(partition.stated_id), partition.places);
    }
    add_owner(kKernel, "", image_.kernel);
    add(facts_.flash, kKernel, "gates", image_.gates);
    add(facts_.flash, kKernel, "veneers", image_.stubs);
    for (const stack::Stack& stack : facts_.stacks) {
      if (stack.owner == "idle") {
        add(facts_.ram, kKernel, "stack of idle", stack.memory);
      }
    }
    initial_values();
    facts_.flash.name = "Flash";
    facts_.flash.size = image_.secure_code.end - image_.secure_code.first;
    facts_.ram.name = "RAM";
    facts_.ram.size = image_.secure_ram.end - image_.secure_ram.first;
    fill(facts_.flash, image_.secure_code);
    fill(facts_.ram, image_.secure_ram);
    share_out();
  }

 private:
  void add_owner(const std::string& owner, const std::string& id, const std::vector<Place>& places) {
    facts_.shares.push_back({owner, id, 0, 0, 0, 0});
    for (const Place& place : places) {
      add(is_flash(place) ? facts_.flash : facts_.ram, owner, place.name, place.memory);
      facts_.shares.back().stack += place.kind == Place::Kind::stack ? place.memory.end - place.memory.first : 0;
      facts_.shares.back().heap += place.kind == Place::Kind::heap ? place.memory.end - place.memory.first : 0;
    }
  }

  static void add(Memory& memory, const std::string& owner, const std::string& what, const audit::Span& range) {
    if (!range.is_empty()) {
      memory.blocks.push_back({owner, what, range});
    }
  }

  /// What boot copies to RAM. Its owner is the owner of that RAM.
  void initial_values() {
    for (const auto& segment : image_.file.segments) {
      if (segment.load == segment.memory.first || segment.size == 0) {
        continue;
      }
      for (const Block& block : std::vector<Block>(facts_.ram.blocks)) {
        const std::uint64_t first = std::max(block.memory.first, segment.memory.first);
        const std::uint64_t end = std::min(block.memory.end, segment.memory.first + segment.size);
        if (first < end) {
          const std::uint64_t load = segment.load + (first - segment.memory.first);
          add(facts_.flash, block.owner, "initial values", {load, load + (end - first)});
        }
      }
    }
  }

  /// Puts the blocks in order, and names what is between them.
  static void fill(Memory& memory, const audit::Span& all) {
    std::vector<Block>& blocks = memory.blocks;
    std::sort(blocks.begin(), blocks.end(),
              [](const Block& one, const Block& other) { return one.memory.first < other.memory.first; });
    std::vector<Block> filled;
    std::uint64_t at = all.first;
    for (Block& block : blocks) {
      if (block.memory.first > at) {
        filled.push_back({"", "alignment", {at, block.memory.first}});
      }
      block.memory.first = std::max(block.memory.first, at);
      if (block.memory.first < block.memory.end) {
        at = block.memory.end;
        filled.push_back(block);
      }
    }
    blocks = std::move(filled);
  }

  void share_out() {
    for (Share& share : facts_.shares) {
      for (const Block& block : facts_.flash.blocks) {
        share.flash += block.owner == share.owner ? block.size() : 0;
      }
      for (const Block& block : facts_.ram.blocks) {
        share.ram += block.owner == share.owner ? block.size() : 0;
      }
    }
  }

  Facts& facts_;
  const Image& image_;
};

}  // namespace

std::uint64_t Memory::used() const {
  return blocks.empty() ? 0 : blocks.back().memory.end - blocks.front().memory.first;
}

std::uint64_t Memory::wasted() const {
  std::uint64_t sum = 0;
  for (const Block& block : blocks) {
    sum += block.is_waste() ? block.size() : 0;
  }
  return sum;
}

Facts read_facts(const std::string& path) {
  Facts facts{path, audit::read_image(path), {}, {}, {}, {}, {}};
  const audit::Layout layout = audit::read_layout(path);
  std::vector<std::string> violations = audit::violations(facts.image);
  const std::vector<std::string> of_owners = audit::owner_violations(facts.image, layout);
  violations.insert(violations.end(), of_owners.begin(), of_owners.end());
  facts.audit = nlohmann::json::parse(audit::json_report(facts.image, violations));
  facts.stacks = stack::stacks_of(facts.image, layout);
  Collector(facts).collect();
  return facts;
}

}  // namespace postern::page
