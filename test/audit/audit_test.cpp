// SPDX-License-Identifier: Apache-2.0

// The audit of real images: the images of this tree pass at every level, and a single changed word is found and named.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <string>

#include "../support/process.hpp"
#include "audit/image.hpp"
#include "audit/rules.hpp"
#include "encoding/audit_record.hpp"

namespace postern::audit {
namespace {

using postern::testing::Outcome;
using postern::testing::run;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string built(int level, const std::string& image, const std::string& backend = "ipc") {
  return std::string(POSTERN_ROOT) + "/build/arm-mps2-an521-" + backend + "-l" + std::to_string(level) + "/" + image +
         "/" + image + "_s.elf";
}

using Record = encoding::AuditRecord<std::uint32_t>;
using Table = encoding::Table<std::uint32_t> Record::*;

// A copy of an image in which a test changes words at given addresses.
class Doctored {
 public:
  explicit Doctored(const std::string& image)
      : path_(std::filesystem::temp_directory_path() / ("postern-audit-" + std::to_string(getpid()) + ".elf")) {
    std::filesystem::copy_file(image, path_, std::filesystem::copy_options::overwrite_existing);
    file_ = read_loaded_file(path_);
  }
  ~Doctored() { std::filesystem::remove(path_); }
  Doctored(const Doctored&) = delete;
  Doctored& operator=(const Doctored&) = delete;

  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::uint32_t word(std::uint32_t address) const { return file_.word(address); }
  [[nodiscard]] std::uint32_t table(Table table) const {
    Record record;
    std::memcpy(&record, file_.record.data(), sizeof record);
    return (record.*table).first;
  }
  /// The address of one slot of a domain: its base word, followed by its limit word.
  [[nodiscard]] std::uint32_t row(unsigned domain, unsigned slot) const {
    return word(table(&Record::domains) + domain * 8) + slot * 8;
  }

  void write(std::uint32_t address, std::uint32_t value, std::size_t size = 4) {
    ASSERT_NE(word(address) & (size == 4 ? 0xFFFF'FFFFU : 0xFFFFU), value) << "nothing is doctored";
    const int descriptor = open(path_.c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_GE(descriptor, 0);
    const auto place = static_cast<off_t>(file_.offset_of(address));
    EXPECT_EQ(pwrite(descriptor, &value, size, place), static_cast<ssize_t>(size));
    close(descriptor);
  }

  [[nodiscard]] std::vector<std::string> violations() const { return audit::violations(read_image(path_)); }

 private:
  std::filesystem::path path_;
  LoadedFile file_;
};

unsigned index_of(const Image& image, const std::string& name) {
  for (unsigned i = 0; i < image.partitions.size(); ++i) {
    if (image.partitions[i].name == name) {
      return i;
    }
  }
  ADD_FAILURE() << name;
  return 0;
}

unsigned domain_of(const Image& image, const std::string& name) {
  return image.partitions[index_of(image, name)].domain;
}

Outcome audit_of(const std::string& arguments) { return run(std::string(POSTERN_EXECUTABLE) + " audit " + arguments); }

/// The output of an image on the secure log within two seconds, in words, without a non-secure world.
std::string boot_words(const std::string& path) {
  return run("timeout -k 1 2 qemu-system-arm -M mps2-an521 -display none -monitor none -serial null -serial stdio "
             "-kernel " +
             path + " </dev/null | " POSTERN_EXECUTABLE " decode --lines " + path)
      .text;
}

constexpr unsigned kText = 1;  // slots of a partition's domain above level 1
constexpr unsigned kConstants = 2;
constexpr unsigned kData = 3;
constexpr unsigned kNonSecureCode = 3;  // slots of level 1
constexpr unsigned kNonSecureRam = 4;

TEST(audit, images_of_every_level_hold_its_rules) {
  for (const int level : {1, 2, 3}) {
    for (const char* image : {"demo", "interrupt", "panic"}) {
      EXPECT_THAT(violations(read_image(built(level, image))), IsEmpty()) << image << level;
    }
  }
  EXPECT_THAT(violations(read_image(built(1, "demo", "sfn"))), IsEmpty());
}

TEST(audit, who_shares_a_domain_is_the_level) {
  const auto domains = [](int level) { return read_image(built(level, "scenario")).domains.size(); };
  const std::size_t partitions = read_image(built(3, "scenario")).partitions.size();
  EXPECT_GT(partitions, 3U);
  EXPECT_EQ(domains(1), 1U);
  EXPECT_EQ(domains(2), 3U);
  EXPECT_EQ(domains(3), partitions);
}

TEST(audit, a_service_that_maps_vectors_of_its_callers_is_named_MMV_18) {
  const Outcome good = audit_of(built(3, "mapping"));
  EXPECT_EQ(good.status, 0) << good.text;
  EXPECT_THAT(good.text, HasSubstr("MAPPER (0x00008001) of MAPPER: NEIGHBOUR, non-secure agent; reaches their vectors "
                                   "while it maps them\n"));
  EXPECT_THAT(good.text, HasSubstr("COPIER (0x00008003) of MAPPER: non-secure agent\n"));
}

TEST(audit, the_command_says_who_reaches_what) {
  const Outcome good = audit_of(built(3, "demo"));
  EXPECT_EQ(good.status, 0) << good.text;
  EXPECT_THAT(good.text, HasSubstr("VAULT stack"));
  EXPECT_THAT(good.text, HasSubstr("STATISTICS (0x0000D001) of STATISTICS: LEDGER, CLERK, non-secure agent"));
  EXPECT_THAT(audit_of(built(3, "demo") + " --json").text, HasSubstr("\"violations\": []"));
  EXPECT_EQ(audit_of(std::string(POSTERN_ROOT) + "/run").status, 1);
}

TEST(audit, a_word_of_a_row_that_reaches_another_partition_is_named_I3) {
  const Image image = read_image(built(3, "demo"));
  Doctored doctored(built(3, "demo"));
  const unsigned mine = domain_of(image, "LEDGER");
  doctored.write(doctored.row(mine, kData), doctored.word(doctored.row(domain_of(image, "VAULT"), kData)));
  const std::vector<std::string> found = doctored.violations();
  EXPECT_THAT(found, ::testing::Contains(HasSubstr("I3: the domain of LEDGER reaches the stack of VAULT")));
  const Outcome outcome = audit_of(doctored.path());
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("violation: I3: the domain of LEDGER reaches the stack of VAULT"));
}

TEST(audit, a_row_that_reaches_the_other_kind_of_partitions_at_level_2_is_named_I3) {
  const Image image = read_image(built(2, "scenario"));
  Doctored doctored(built(2, "scenario"));
  doctored.write(doctored.row(2, kData), doctored.word(doctored.row(1, kData)));
  EXPECT_THAT(doctored.violations(),
              ::testing::Contains(HasSubstr("I3: " + ("the domain of " + members_of(image, 2)) + " reaches")));
}

TEST(audit, a_row_that_is_loaded_on_demand_is_judged_like_any_other_I3) {
  const Image image = read_image(built(3, "devices"));
  const unsigned mine = domain_of(image, "HOLDER");
  const std::uint32_t data = Doctored(built(3, "devices")).row(domain_of(image, "LODGER"), kData);
  Doctored doctored(built(3, "devices"));
  const std::uint32_t last = doctored.row(mine, static_cast<unsigned>(image.domains[mine].size()) - 1);
  doctored.write(last, doctored.word(data));
  doctored.write(last + 4, doctored.word(data + 4));
  EXPECT_THAT(doctored.violations(),
              ::testing::Contains(HasSubstr("I3: the domain of HOLDER reaches the stack of LODGER")));
}

TEST(audit, a_row_behind_the_last_that_would_be_loaded_on_demand_is_judged_too_I3) {
  const Image image = read_image(built(3, "devices"));
  const unsigned mine = domain_of(image, "LODGER");
  Doctored doctored(built(3, "devices"));
  const std::uint32_t data = doctored.row(domain_of(image, "HOLDER"), kData);
  for (unsigned slot = 7; slot < 9; ++slot) {  // LODGER has seven regions
    doctored.write(doctored.row(mine, slot), slot == 7 ? 0x60000003 : doctored.word(data));
    doctored.write(doctored.row(mine, slot) + 4, slot == 7 ? 0x60000003 : doctored.word(data + 4));
  }
  EXPECT_THAT(doctored.violations(),
              ::testing::Contains(HasSubstr("I3: the domain of LODGER reaches the stack of HOLDER")));
}

TEST(audit, a_row_that_reaches_secure_memory_by_another_address_is_named_I2) {
  Doctored doctored(built(1, "demo"));
  const std::uint32_t row = doctored.row(0, kNonSecureCode);
  doctored.write(row, doctored.word(row) & 31U);
  EXPECT_THAT(doctored.violations(), ::testing::Contains(::testing::AllOf(
                                         HasSubstr("I2: in the secure domain, region 0x00000000..0x001FFFFF reaches "),
                                         HasSubstr("through an alias"))));
}

TEST(audit, a_row_of_data_that_can_be_executed_is_named_I1) {
  for (const int level : {1, 2, 3}) {
    Doctored doctored(built(level, "demo"));
    const std::uint32_t row = level == 1 ? doctored.row(0, 2) : doctored.row(1, kData);
    doctored.write(row, doctored.word(row) & ~1U);
    EXPECT_THAT(doctored.violations(), ::testing::Contains(HasSubstr("I1: "))) << level;
  }
}

TEST(audit, a_row_of_text_that_can_be_written_is_named_I2) {
  Doctored doctored(built(2, "demo"));
  const std::uint32_t row = doctored.row(1, kText);
  doctored.write(row, doctored.word(row) & ~4U);
  EXPECT_THAT(doctored.violations(), ElementsAre(HasSubstr("I2: ")));
}

TEST(audit, constants_that_can_be_executed_are_named_I7) {
  Doctored doctored(built(3, "demo"));
  const std::uint32_t row = doctored.row(1, kConstants);
  doctored.write(row, doctored.word(row) & ~1U);
  EXPECT_THAT(doctored.violations(), ::testing::Contains(HasSubstr("I7: ")));
}

TEST(audit, two_partitions_in_one_domain_at_level_3_are_named) {
  constexpr std::uint32_t kDescriptor = 56;  // bytes of a partition's, with its domain at 28
  const Image image = read_image(built(3, "demo"));
  Doctored doctored(built(3, "demo"));
  const std::uint32_t table = doctored.table(&Record::partitions);
  const std::uint32_t domain = index_of(image, "LEDGER") * kDescriptor + 28;
  doctored.write(table + domain, doctored.word(table + index_of(image, "VAULT") * kDescriptor + 28));
  EXPECT_THAT(doctored.violations(), ::testing::Contains(HasSubstr("I3: VAULT and LEDGER share a domain at level 3")));
}

TEST(audit, the_kernels_data_in_a_row_for_unprivileged_code_is_named) {
  Doctored doctored(built(3, "demo"));
  const std::uint32_t row = doctored.row(1, 4);
  doctored.write(row, doctored.word(row) | 2U);
  EXPECT_THAT(doctored.violations(), ::testing::Contains(HasSubstr("reaches the kernel's stack")));
}

TEST(audit, a_peripheral_gate_that_nobody_needs_is_named) {
  Doctored doctored(built(3, "interrupt"));
  const std::uint32_t gate = doctored.table(&Record::peripheral_gates);
  doctored.write(gate, 0x500800C4);
  doctored.write(gate + 4, 1U << 7U);
  EXPECT_THAT(doctored.violations(),
              ElementsAre("ISO-11: TIMER0 belongs to the domain of TIMER, but its unprivileged-access bit is clear",
                          "unprivileged access: UART2 is open to unprivileged code, but no partition has it",
                          "addresses: boot opens UART2 to unprivileged code, but no partition has it"));
}

TEST(audit, a_peripheral_gate_bit_of_no_device_is_named) {
  Doctored doctored(built(2, "interrupt"));
  const std::uint32_t bits = doctored.table(&Record::peripheral_gates) + 4;
  doctored.write(bits, doctored.word(bits) | 1U << 1U);
  EXPECT_THAT(doctored.violations(),
              ElementsAre("unprivileged access: bit 1 of 0x500800B0 belongs to no device of the board",
                          HasSubstr("addresses: boot sets bit 1 of 0x500800B0")));
}

TEST(audit, a_partitions_device_that_is_given_away_is_named) {
  for (const int level : {1, 2, 3}) {
    Doctored doctored(built(level, "interrupt"));
    const std::uint32_t bits = doctored.table(&Record::non_secure_ports) + 4;
    doctored.write(bits, doctored.word(bits) | 1U);
    EXPECT_THAT(doctored.violations(), ElementsAre(::testing::AllOf(HasSubstr("non-secure: TIMER0 belongs to "),
                                                                    HasSubstr("is given to the non-secure world")),
                                                   HasSubstr("addresses: boot sets bit 0 of 0x50080070")))
        << level;
  }
}

TEST(audit, a_partitions_interrupt_that_is_given_away_is_named) {
  Doctored doctored(built(1, "interrupt"));
  doctored.write(doctored.table(&Record::non_secure_interrupts), 3, 2);
  EXPECT_THAT(doctored.violations(), ElementsAre("interrupts: 3 of TIMER is given to the non-secure world",
                                                 HasSubstr("addresses: the interrupts that boot gives")));
}

TEST(audit, secure_memory_that_is_given_away_is_named) {
  Doctored doctored(built(1, "demo"));
  doctored.write(doctored.table(&Record::attribution), 0);  // the image's code, at its alias
  EXPECT_THAT(doctored.violations(),
              ::testing::Contains(HasSubstr("is made non-secure, but is an alias of 0x10000000")));
}

TEST(audit, a_memory_protection_controller_that_is_not_the_boards_is_named) {
  Doctored doctored(built(1, "demo"));
  doctored.write(doctored.table(&Record::memory_controllers) + 4, 0x10'0000);
  EXPECT_THAT(doctored.violations(), ElementsAre(HasSubstr("memory protection controllers is not the board's")));
}

TEST(audit, a_door_that_is_no_stub_is_named) {
  const Image image = read_image(built(1, "demo"));
  Doctored doctored(built(1, "demo"));
  const auto stub = static_cast<std::uint32_t>(image.stubs.first);
  doctored.write(stub + 4, 0xBF00BF00);
  EXPECT_THAT(doctored.violations(), ElementsAre(HasSubstr("is not SG with a branch into the gates")));
}

// Defects that the board finds as well as the audit: it tests its protection at boot, before anything relies on it.
class SelfTest : public ::testing::Test {
 protected:
  static constexpr unsigned kAgentsDomain = 0;
  static constexpr unsigned kKernelMemory = 4;  // the slot
  Doctored doctored{built(3, "demo")};
  [[nodiscard]] static std::string refusal(const std::string& reason) {
    return "the memory protection of this board does not behave: " + reason + " at 0x";
  }
};

TEST_F(SelfTest, a_processor_without_the_bit_that_the_rows_rely_on_stays_stopped_I6) {
  const std::uint32_t limit = doctored.row(1, kText) + 4;
  doctored.write(limit, doctored.word(limit) | 1U << 4U);  // PXN, which a Cortex-M33 keeps and ignores
  EXPECT_THAT(boot_words(doctored.path()), HasSubstr(refusal("the kernel can execute code of partitions")));
}

TEST_F(SelfTest, a_board_that_executes_data_stays_stopped_I1) {
  const std::uint32_t row = doctored.row(kAgentsDomain, kKernelMemory);
  doctored.write(row, doctored.word(row) & ~1U);
  EXPECT_THAT(boot_words(doctored.path()), HasSubstr(refusal("the kernel can execute data")));
}

// One region too many does what an MPU that grants more than its regions would do.
TEST_F(SelfTest, a_board_with_a_null_pointer_at_level_1_stays_stopped_I2) {
  Doctored other(built(1, "demo"));
  const std::uint32_t row = other.row(0, kNonSecureCode);
  other.write(row, other.word(row) & 31U);
  EXPECT_THAT(boot_words(other.path()), HasSubstr(refusal("a null pointer can be used")));
}

TEST_F(SelfTest, a_board_with_code_at_another_address_at_level_1_stays_stopped_I2) {
  Doctored other(built(1, "demo"));
  const std::uint32_t row = other.row(0, kNonSecureCode);
  other.write(row + 4, (other.word(row + 4) & 31U) | 0x004F'FFE0U);
  EXPECT_THAT(boot_words(other.path()), HasSubstr(refusal("code or constants can be used by another address")));
}

TEST_F(SelfTest, a_board_with_data_at_another_address_at_level_1_stays_stopped_I1) {
  Doctored other(built(1, "demo"));
  const std::uint32_t row = other.row(0, kNonSecureRam);
  other.write(row, (other.word(row) & 31U) | 0x2800'0000U);
  EXPECT_THAT(boot_words(other.path()), HasSubstr(refusal("data can be used by another address")));
}

TEST_F(SelfTest, a_board_that_shows_the_kernels_memory_stays_stopped_I3) {
  const std::uint32_t row = doctored.row(kAgentsDomain, kKernelMemory);
  doctored.write(row, doctored.word(row) | 1U << 1U);
  EXPECT_THAT(boot_words(doctored.path()), HasSubstr(refusal("a partition can read memory of the kernel")));
}

}  // namespace
}  // namespace postern::audit
