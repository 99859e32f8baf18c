// SPDX-License-Identifier: Apache-2.0

// Regions that were moved over each address of a board: the audit names the owner of the address, without the compiler.
// The right answers are in test/manifest/machine.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "../manifest/machine.hpp"
#include "../support/process.hpp"
#include "audit/addresses.hpp"
#include "audit/rules.hpp"
#include "encoding/region.hpp"

namespace postern::audit {
namespace {

using postern::testing::Machine;
using postern::testing::Outcome;
using postern::testing::run;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint64_t kPage = 0x1000;
using encoding::kGranule;
constexpr std::uint64_t kAddressSpace = std::uint64_t{1} << 32U;

struct Built {
  const char* platform;
  int level;
};
void PrintTo(const Built& built, std::ostream* stream) { *stream << built.platform << " level " << built.level; }

std::string path_of(const Built& built) {
  std::string platform = built.platform;
  std::replace(platform.begin(), platform.end(), '/', '-');
  return fmt::format("{}/build/{}-ipc-l{}/interrupt/interrupt_s.elf", POSTERN_ROOT, platform, built.level);
}

const Machine& machine_of(const Built& built) {
  const auto& all = postern::testing::machines();
  return *std::find_if(all.begin(), all.end(), [&](const Machine& each) { return each.platform == built.platform; });
}

/// The region of the only device that the image's partitions have.
Row& device_row(Image& image) {
  for (std::vector<Row>& rows : image.domains) {
    for (Row& row : rows) {
      if (row.is_on && row.is_device) {
        return row;
      }
    }
  }
  throw Unreadable("no partition has a device");
}

class MovedRow : public ::testing::TestWithParam<Built> {
 protected:
  // The unprivileged-access bit of the device and all other regions do not matter here.
  MovedRow() : image_(read_image(path_of(GetParam()))), row_(device_row(image_)) {
    image_.peripheral_gates.clear();
    for (std::vector<Row>& rows : image_.domains) {
      for (Row& row : rows) {
        row.is_on = &row == &row_;
      }
    }
  }

  void expect_as_the_machine(std::uint64_t first, std::uint64_t end) {
    row_.memory = {first, end};
    const std::vector<std::string> found = address_violations(image_);
    const bool wanted = machine_of(GetParam()).is_free(first, end);
    if (found.empty() != wanted && ++wrong_ <= 10) {
      ADD_FAILURE() << fmt::format("{:#010x} to {:#010x}: {}", first, end - 1, found.empty() ? "nothing" : found[0]);
    }
  }

  Image image_;
  Row& row_;
  unsigned wrong_ = 0;
};

TEST_P(MovedRow, over_every_page_is_found_if_the_page_is_anybody_elses_ISO_9_ISO_6) {
  for (std::uint64_t page = 0; page < kAddressSpace; page += kPage) {
    expect_as_the_machine(page, page + kPage);
  }
  EXPECT_EQ(wrong_, 0U);
}

TEST_P(MovedRow, over_every_edge_is_found_if_a_byte_is_anybody_elses_ISO_9_ISO_6) {
  for (const std::uint64_t edge : machine_of(GetParam()).edges()) {
    for (const std::uint64_t first : {edge - kGranule, edge}) {
      for (const std::uint64_t end : {edge, edge + kGranule}) {
        if (first < end && end <= kAddressSpace) {
          expect_as_the_machine(first, end);
        }
      }
    }
  }
  EXPECT_EQ(wrong_, 0U);
}

TEST_P(MovedRow, of_memory_is_found_at_every_other_address_ISO_3) {
  row_.is_device = false;
  const Span ram = image_.secure_ram;
  row_.memory = {ram.first, ram.first + kPage};
  EXPECT_THAT(address_violations(image_), IsEmpty());
  row_.memory = {ram.first - image_.secure_alias, ram.first - image_.secure_alias + kPage};
  EXPECT_THAT(address_violations(image_),
              ElementsAre(HasSubstr(fmt::format("an alias of 0x{:08X}, which is in secure_ram", ram.first))));
}

std::string name_of(const ::testing::TestParamInfo<Built>& info) {
  return fmt::format("{}_level_{}", std::strrchr(info.param.platform, '/') + 1, info.param.level);
}

INSTANTIATE_TEST_SUITE_P(images, MovedRow,
                         ::testing::Values(Built{"arm/mps2/an521", 1}, Built{"arm/mps2/an521", 2},
                                           Built{"arm/mps2/an521", 3}, Built{"arm/mps2/an505", 3},
                                           Built{"arm/mps3/an547", 3}),
                         name_of);

constexpr Built kLevel1{"arm/mps2/an521", 1};

TEST(addresses, what_all_code_of_level_1_reaches_is_exactly_that_ISO_9) {
  using Change = void (*)(Row&);
  for (const Change change :
       {+[](Row& row) { row.is_executable = true; }, +[](Row& row) { row.is_device ^= true; },
        +[](Row& row) { row.is_writable ^= true; }, +[](Row& row) { row.is_unprivileged = true; },
        +[](Row& row) { row.memory.first += kGranule; }, +[](Row& row) { row.memory.first -= kGranule; },
        +[](Row& row) { row.memory.end += kGranule; }, +[](Row& row) { row.memory.end -= kGranule; }}) {
    for (const std::uint64_t base : {0x0010'0000U, 0x2810'0000U, 0x5000'0000U}) {
      Image image = read_image(path_of(kLevel1));
      ASSERT_THAT(address_violations(image), IsEmpty());
      std::vector<Row>& rows = image.domains.at(0);
      const auto row =
          std::find_if(rows.begin(), rows.end(), [&](const Row& each) { return each.memory.first == base; });
      ASSERT_NE(row, rows.end());
      change(*row);
      EXPECT_FALSE(address_violations(image).empty()) << fmt::format("{:#x}", base);
    }
  }
}

constexpr Built kImage{"arm/mps2/an521", 3};

TEST(addresses, who_reaches_whose_address_is_said_ISO_9) {
  struct Case {
    std::uint64_t first;
    const char* what;
  };
  for (const Case& each :
       {Case{0x1040'0000, "an alias of 0x10000000, which is in secure_code, the secure image's own memory"},
        Case{0x2800'0000, "an alias of 0x38000000, which is in secure_ram, the secure image's own memory"},
        Case{0x3810'0000, "an alias of 0x28100000, which is in non_secure_ram, memory of the non-secure world"},
        Case{0x0010'0000, "non_secure_code, memory of the non-secure world"},
        Case{0x5020'1000, "UART1, a device of the kernel"},
        Case{0x4020'0000, "UART0, a device of the non-secure world"},
        Case{0x5002'1000,
             "SYSTEM_CONTROL, which no partition can have: its owner can make a core run code with all "
             "privileges"},
        Case{0xE000'E000, "PROCESSOR, which no partition can have: its owner has all privileges"},
        Case{0x4020'2000, "an alias of UART2"}, Case{0x2000'0000, "an alias of the memory SRAM"},
        Case{0x6000'0000, "no memory or device of the board"}}) {
    Image image = read_image(path_of(kImage));
    image.peripheral_gates.clear();
    device_row(image).memory = {each.first, each.first + kGranule};
    EXPECT_THAT(address_violations(image),
                ElementsAre(fmt::format("addresses: TIMER reaches 0x{:08X} through region 0x{:08X}..0x{:08X}: {}",
                                        each.first, each.first, each.first + kGranule - 1, each.what)));
  }
}

TEST(addresses, a_row_that_only_takes_rights_of_level_1_is_no_violation_ISO_2) {
  Image image = read_image(path_of({"arm/mps2/an521", 1}));
  image.peripheral_gates.clear();
  Row& row = device_row(image);
  row = {.memory = {0, kPage}, .is_on = true};
  EXPECT_THAT(address_violations(image), IsEmpty());
  row.is_writable = true;
  EXPECT_THAT(address_violations(image), ElementsAre(HasSubstr("secure_code, the secure image's own memory")));
}

TEST(addresses, an_interrupt_that_the_board_gives_away_is_named_ISO_10) {
  Image image = read_image(path_of(kImage));
  image.interrupts.front().source = 4;
  EXPECT_THAT(address_violations(image), ElementsAre(HasSubstr("has the interrupt 4, which the board gives to the "
                                                               "non-secure world")));
}

TEST(addresses, an_interrupt_port_or_gate_that_is_not_the_boards_is_named) {
  Image image = read_image(path_of(kImage));
  image.non_secure_interrupts.push_back(20);
  image.non_secure_ports.push_back({0x5008'0070, 1});
  image.peripheral_gates.push_back({0x5008'0084, 1U << 6U});
  image.peripheral_gates.push_back({0x5008'00C4, 1U << 7U});
  EXPECT_THAT(
      address_violations(image),
      ElementsAre("addresses: boot sets bit 6 of 0x50080084, which opens no device that a partition can have",
                  "addresses: boot opens UART2 to unprivileged code, but no partition has it",
                  "addresses: boot sets bit 0 of 0x50080070, which gives no device of the board to the non-secure "
                  "world",
                  "addresses: the interrupts that boot gives to the non-secure world are not the board's"));
}

TEST(addresses, described_registers_that_are_not_the_boards_are_named) {
  Image image = read_image(path_of(kImage));
  std::string text(image.board.source->text());
  text +=
      "controllers:\n"
      "  - {register: 0x50080028, value: 0x00500000, mask: 0x00F00000, preserve: true}\n"
      "  - {register: 0x5008002C, expect: 1}\n";
  image.board = read_board_facts("a board with controllers", text, "");
  EXPECT_THAT(address_violations(image),
              ElementsAre("addresses: boot does not set 0x50080028, which the board describes"));
  image.described_registers = {{0x5008'0028, 0x0050'0000, 0x00F0'0000, 0x00F0'0000}, {0x5008'002C, 1, 0, 0xFFFF'FFFF}};
  EXPECT_THAT(address_violations(image), IsEmpty());
  image.described_registers.back().written = 0xFFFF'FFFF;
  EXPECT_THAT(
      address_violations(image),
      ElementsAre(
          "addresses: boot has 0x5008002C = 0x00000001 (bits 0xFFFFFFFF written, 0xFFFFFFFF compared) where the "
          "board has 0x5008002C = 0x00000001 (bits 0x00000000 written, 0xFFFFFFFF compared)"));
  image.described_registers.back().written = 0;
  image.described_registers.push_back({0x5008'0030, 0, 0, 1});
  EXPECT_THAT(address_violations(image),
              ElementsAre("addresses: boot sets 0x50080030, which the board does not describe"));
}

// The remaining tests run the command, on files that are changed as a fault of the build would change them.
class Copy {
 public:
  Copy() { std::filesystem::copy_file(path_of(kImage), path_, std::filesystem::copy_options::overwrite_existing); }
  ~Copy() { std::filesystem::remove(path_); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  /// Replaces the only place in the file that has these words.
  void replace(const std::array<std::uint32_t, 2>& from, const std::array<std::uint32_t, 2>& to) const {
    std::ifstream input(path_, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    input.close();
    const std::string old(reinterpret_cast<const char*>(from.data()), sizeof from);
    const std::size_t at = bytes.find(old);
    ASSERT_NE(at, std::string::npos);
    ASSERT_EQ(bytes.find(old, at + 1), std::string::npos);
    std::memcpy(bytes.data() + at, to.data(), sizeof to);
    std::ofstream(path_, std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() / fmt::format("postern-addresses-{}.elf", getpid());
};

Outcome audit_of(const std::string& arguments) { return run(std::string(POSTERN_EXECUTABLE) + " audit " + arguments); }

constexpr std::uint32_t kReadWrite = 3;  // in the base word of a region
constexpr std::uint32_t kDevice = 3;     // in its limit word

TEST(addresses, the_command_finds_a_row_that_was_moved_ISO_16) {
  const Copy copy;
  EXPECT_THAT(audit_of(copy.path()).text,
              HasSubstr("addresses of the board arm/mps2/an521, from the board.yaml in the image"));
  copy.replace({0x5000'0000U | kReadWrite, 0x5000'0FE0U | kDevice},
               {0x5002'1000U | kReadWrite, 0x5002'1FE0U | kDevice});
  const Outcome outcome = audit_of(copy.path());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("violation: addresses: TIMER reaches 0x50021000 through region "
                                      "0x50021000..0x50021FFF: SYSTEM_CONTROL, which no partition can have"));
}

TEST(addresses, the_command_takes_another_file_of_a_board) {
  const std::string board = std::string(POSTERN_ROOT) + "/board/arm/";
  const Outcome good = audit_of(path_of(kImage) + " --board " + board + "mps2/an521/board.yaml");
  EXPECT_EQ(good.status, 0) << good.text;
  const Outcome bad = audit_of(path_of(kImage) + " --board " + board + "mps3/an547/board.yaml");
  EXPECT_EQ(bad.status, 1);
  EXPECT_THAT(bad.text, HasSubstr("the image's secure_ram is not that of the board arm/mps3/an547"));
  EXPECT_THAT(audit_of(path_of(kImage) + " --board nowhere.yaml").text,
              HasSubstr("error: --board nowhere.yaml: cannot read the file"));
}

TEST(addresses, an_image_without_its_boards_file_is_refused) {
  const Copy copy;
  ASSERT_EQ(run("arm-none-eabi-objcopy --remove-section .postern.board " + copy.path()).status, 0);
  const Outcome outcome = audit_of(copy.path());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("error: it does not contain its board's file"));
}

}  // namespace
}  // namespace postern::audit
