// SPDX-License-Identifier: Apache-2.0

// Every address of every board, as a numbered region: a partition can have it only if no byte of it belongs to another
// owner through any alias. The right answers are in machine.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

#include "../support/process.hpp"
#include "check/rules.hpp"
#include "fixture.hpp"
#include "machine.hpp"
#include "model/address_map.hpp"
#include "read/board_reader.hpp"

namespace postern::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kPage = 0x1000;
constexpr std::uint64_t kGranule = 32;
constexpr std::uint64_t kAddressSpace = std::uint64_t{1} << 32U;

std::string board_file(const Machine& machine) {
  return std::string(POSTERN_ROOT) + "/board/" + machine.platform + "/board.yaml";
}

class Addresses : public ::testing::TestWithParam<Machine> {
 protected:
  Addresses() {
    board_ = read_board({.board = board_file(GetParam())}, sources_, diagnostics_).value();
    system_.manifests.emplace_back();
    system_.manifests.front().mmio_regions.emplace_back();
  }

  /// By the compiler's rule for manifests.
  bool is_accepted(std::uint64_t first, std::uint64_t end) {
    MmioRegion& region = system_.manifests.front().mmio_regions.front();
    region.base = first;
    region.size = end - first;
    Diagnostics diagnostics;
    rules::check_mmio(system_, configuration_, board_, diagnostics);
    return !diagnostics.has_errors();
  }

  // Reports the first failure only: thousands more would add nothing.
  void expect_as_the_machine(std::uint64_t first, std::uint64_t end) {
    const bool wanted = GetParam().is_free(first, end);
    if (is_accepted(first, end) != wanted && ++wrong_ <= 10) {
      ADD_FAILURE() << fmt::format("{:#010x} to {:#010x} is {}", first, end - 1, wanted ? "refused" : "accepted");
    }
    ++(wanted ? free_ : taken_);
  }

  Sources sources_;
  Diagnostics diagnostics_;
  Board board_;
  System system_;
  Configuration configuration_;
  unsigned wrong_ = 0;
  unsigned free_ = 0;
  unsigned taken_ = 0;
};

TEST_P(Addresses, every_page_is_given_only_if_it_is_nobody_elses_MMIO_3_ISO_9) {
  for (std::uint64_t page = 0; page < kAddressSpace; page += kPage) {
    expect_as_the_machine(page, page + kPage);
  }
  EXPECT_EQ(wrong_, 0U);
  EXPECT_GT(free_, 500U);
  EXPECT_GT(taken_, 500'000U);
}

TEST_P(Addresses, every_edge_is_exact_MMIO_3_ISO_9) {
  const std::vector<std::uint64_t> edges = GetParam().edges();
  for (const std::uint64_t edge : edges) {
    for (std::uint64_t before = 0; before <= 2 * kGranule; before += kGranule) {
      for (std::uint64_t after = 0; after <= 2 * kGranule; after += kGranule) {
        if (before + after != 0 && before <= edge && edge + after <= kAddressSpace) {
          expect_as_the_machine(edge - before, edge + after);
        }
      }
    }
  }
  EXPECT_EQ(wrong_, 0U);
  EXPECT_GT(free_, 30U);
}

TEST_P(Addresses, every_run_between_two_edges_is_exact_MMIO_3_ISO_9) {
  const std::vector<std::uint64_t> edges = GetParam().edges();
  for (std::size_t a = 0; a < edges.size(); ++a) {
    for (std::size_t b = a + 1; b < edges.size(); ++b) {
      expect_as_the_machine(edges[a], edges[b]);
    }
  }
  EXPECT_EQ(wrong_, 0U);
}

// From the manifest's text to the diagnostics.
class Manifests : public ::testing::TestWithParam<Machine> {
 protected:
  Manifests() {
    workspace_.write("list.yaml", "type: manifest_list\nmanifest_list:\n  - {description: one, manifest: one.yaml}\n");
  }

  bool is_accepted(const std::string& level, const std::string& items) {
    workspace_.write("one.yaml",
                     "psa_framework_version: 1.1\nname: ONE\ntype: APPLICATION-ROT\npriority: NORMAL\nmodel: SFN\n"
                     "stack_size: 0x400\nservices:\n  - {name: ONE, sid: 0x100, non_secure_clients: true, "
                     "connection_based: false}\n" +
                         items);
    Invocation invocation = workspace_.invocation();
    invocation.board = board_file(GetParam());
    invocation.options.level = level;
    return !compile(invocation).diagnostics.has_errors();
  }

  Workspace workspace_;
};

TEST_P(Manifests, a_numbered_region_at_an_edge_is_judged_at_every_level_MMIO_3) {
  for (const std::uint64_t edge : GetParam().edges()) {
    for (const std::uint64_t first : {edge - kGranule, edge}) {
      if (edge == 0 || first >= kAddressSpace) {
        continue;
      }
      const std::string item =
          fmt::format("mmio_regions:\n  - {{base: {:#x}, size: {}, permission: READ-WRITE}}\n", first, kGranule);
      const std::string level = std::to_string(1 + first / kGranule % 3);
      EXPECT_EQ(is_accepted(level, item), GetParam().is_free(first, first + kGranule)) << item;
    }
  }
}

TEST_P(Manifests, a_named_device_is_given_only_if_it_is_nobody_elses_MMIO_5_ISO_9) {
  Sources sources;
  Diagnostics diagnostics;
  const Board board = read_board({.board = board_file(GetParam())}, sources, diagnostics).value();
  std::vector<std::string> accepted;
  for (const auto* devices : {&board.devices, &board.other_devices}) {
    for (const auto& [name, device] : *devices) {
      if (is_accepted("3", "mmio_regions:\n  - {name: " + name + ", permission: READ-WRITE}\n")) {
        accepted.push_back(name);
        EXPECT_TRUE(GetParam().is_free(device.memory.base, device.memory.end())) << name;
      }
    }
  }
  EXPECT_THAT(accepted, ::testing::UnorderedElementsAreArray(GetParam().free_devices));
}

TEST_P(Manifests, every_interrupt_is_given_but_those_of_the_non_secure_world_MIRQ_3_ISO_10) {
  const std::vector<unsigned>& given = GetParam().non_secure_interrupts;
  for (unsigned line = 0; line <= GetParam().interrupt_count; ++line) {
    const bool wanted = line < GetParam().interrupt_count && std::find(given.begin(), given.end(), line) == given.end();
    EXPECT_EQ(is_accepted("1", fmt::format("irqs:\n  - {{source: {}, name: LINE, handling: SLIH}}\n", line)), wanted)
        << line;
  }
}

TEST_P(Manifests, every_name_of_an_interrupt_is_that_of_its_line_MIRQ_3_ISO_10) {
  Sources sources;
  Diagnostics diagnostics;
  const Board board = read_board({.board = board_file(GetParam())}, sources, diagnostics).value();
  const std::vector<unsigned>& given = GetParam().non_secure_interrupts;
  for (const auto& [name, line] : board.interrupts) {
    EXPECT_EQ(is_accepted("1", "irqs:\n  - {source: " + name + ", name: LINE, handling: FLIH}\n"),
              std::find(given.begin(), given.end(), line.value) == given.end())
        << name;
  }
}

TEST_P(Manifests, an_added_device_is_judged_like_a_number_MMIO_3) {
  for (const std::uint64_t edge : GetParam().edges()) {
    if (edge < kGranule || edge == kAddressSpace) {
      continue;
    }
    workspace_.write("extra.yaml", fmt::format("devices:\n  ADDED: {{base: {:#x}, size: {}}}\n", edge, kGranule));
    const bool accepted = is_accepted("1", "mmio_regions:\n  - {name: ADDED, permission: READ-WRITE}\n");
    EXPECT_TRUE(!accepted || GetParam().is_free(edge, edge + kGranule)) << edge;
  }
}

struct Mapped {
  std::uint64_t first;
  std::uint64_t end;
};

/// The map that the emulated machine itself shows the secure processor.
std::vector<Mapped> mapped_by(const Machine& machine) {
  const std::string command = "printf 'info mtree -f\\nquit\\n' | timeout 60 qemu-system-arm -M " + machine.name +
                              " -display none -S -monitor stdio -serial null 2>/dev/null";
  const std::string text = run(command).text;
  std::istringstream lines(text.substr(std::min(text.size(), text.find("AS \"cpu-secure-memory-0\""))));
  std::vector<Mapped> mapped;
  for (std::string line; std::getline(lines, line) && line.size() > 2;) {
    unsigned long long first = 0;
    unsigned long long last = 0;
    if (std::sscanf(line.c_str(), " %16llx-%16llx", &first, &last) == 2) {
      mapped.push_back({first, last + 1});
    }
  }
  return mapped;
}

TEST_P(Addresses, the_board_names_every_page_that_the_machine_has_and_no_other) {
  const std::vector<Mapped> mapped = mapped_by(GetParam());
  ASSERT_GT(mapped.size(), 50U);
  for (const Mapped& each : mapped) {
    for (std::uint64_t page = each.first / kPage * kPage; page < each.end; page += kPage) {
      ASSERT_NE(place_of(board_, page), nullptr) << fmt::format("{:#010x} is in no place of board.yaml", page);
    }
  }
  for (const Place& place : board_.places) {
    for (std::uint64_t page = place.first; page < place.end; page += kPage) {
      ASSERT_TRUE(std::any_of(mapped.begin(), mapped.end(), [&](const Mapped& each) {
        return each.first < page + kPage && page < each.end;
      })) << fmt::format("{:#010x} of {} is not there", page, place.name);
    }
  }
}

std::string name_of_machine(const ::testing::TestParamInfo<Machine>& info) {
  std::string name = info.param.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(boards, Addresses, ::testing::ValuesIn(machines()), name_of_machine);
INSTANTIATE_TEST_SUITE_P(boards, Manifests, ::testing::ValuesIn(machines()), name_of_machine);

TEST(host, a_machine_without_addresses_gives_none_MMIO_3) {
  Workspace workspace;
  Invocation invocation = workspace.invocation();
  invocation.board = std::string(POSTERN_ROOT) + "/board/host/board.yaml";
  const Compilation compilation = compile(invocation);
  EXPECT_THAT(compilation.diagnostics.text(),
              HasSubstr("the region 0x50010000 to 0x5001003f cannot be a partition's: the board `host` has nothing at "
                        "0x50010000; the board `host` has nothing that a partition can have"));
}

}  // namespace
}  // namespace postern::testing
