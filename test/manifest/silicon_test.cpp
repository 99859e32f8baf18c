// SPDX-License-Identifier: Apache-2.0

// Boards of real devices, described and never run: the registers that boot would set, against lists that were worked
// out by hand from the vendors' headers and not from the code. The boards are in test/silicon, with their sources.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "fixture.hpp"
#include "model/boot_registers.hpp"
#include "read/board_reader.hpp"

namespace postern::testing {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;

constexpr std::uint32_t kAll = 0xFFFF'FFFF;
constexpr std::uint32_t kNone = 0;

/// A register, or several from there on: address, value, bits that are written, bits that are compared.
struct Expected {
  std::uint32_t address;
  std::uint32_t value;
  std::uint32_t written;
  std::uint32_t kept;
  unsigned count = 1;
};

std::string line(std::uint64_t address, std::uint32_t value, std::uint32_t written, std::uint32_t kept) {
  return fmt::format("{:#010x} = {:#010x}, writes {:#010x}, compares {:#010x}", address, value, written, kept);
}

std::vector<std::string> lines(const std::vector<Expected>& expected) {
  std::vector<std::string> all;
  for (const Expected& each : expected) {
    for (unsigned i = 0; i < each.count; ++i) {
      all.push_back(line(each.address + 4 * i, each.value, each.written, each.kept));
    }
  }
  return all;
}

std::vector<std::string> registers_of(const std::string& path, const Opened& opened) {
  Sources sources;
  Diagnostics diagnostics;
  const auto board = read_board({.board = path}, sources, diagnostics);
  std::vector<std::string> all;
  if (!board) {
    return {diagnostics.text()};
  }
  for (const BootRegister& each : boot_registers(*board, opened)) {
    all.push_back(line(each.address, each.value, each.written, each.kept));
  }
  return all;
}

std::string described(const std::string& device) {
  return std::string(POSTERN_ROOT) + "/test/silicon/" + device + "/board.yaml";
}

// RM0456. Non-secure: bank 2 of flash, the upper half of SRAM3 (super-blocks 16 to 31), TIM3 (bit 1) and USART3 (bit
// 10) of register 1, and the pins PC10 and PC11.
TEST(silicon, stm32u585_at_isolation_level_1_BOOT_1) {
  EXPECT_THAT(registers_of(described("stm32u585"), {}),
              ElementsAreArray(lines({
                  {0x5002'2040, 0x8000'0000, kNone, 0x8010'0000},        // FLASH_OPTR: TZEN, not SWAP_BANK
                  {0x5002'2050, 0x007F'0000, kNone, 0x007F'007F},        // FLASH_SECWM1R1: pages 0 to 127
                  {0x5002'2060, 0x0000'007F, kNone, 0x007F'007F},        // FLASH_SECWM2R1: none
                  {0x5602'0C88, 0x0100'0000, 0x0100'0000, 0x0100'0000},  // RCC_AHB1ENR: bit 24
                  {0x5602'0C94, 0x0000'1000, 0x0000'1000, 0x0000'1000},  // RCC_AHB3ENR: bit 12
                  {0x5602'0C8C, 0x0000'0005, 0x0000'0005, 0x0000'0005},  // RCC_AHB2ENR1: bits 0 and 2
                  {0x5602'0D10, 0x0000'1FFF, kAll, 0x0000'1FFF},         // RCC_SECCFGR: 13 bits
                  {0x5002'2080, kAll, kAll, kAll, 4},                    // FLASH_SECBB1R1 to R4
                  {0x5002'20A0, 0, kAll, kAll, 4},                       // FLASH_SECBB2R1 to R4
                  {0x5002'20D0, kAll, kAll, kAll, 4},                    // FLASH_PRIVBB1R1 to R4
                  {0x5002'20F0, 0, kAll, kAll, 4},                       // FLASH_PRIVBB2R1 to R4
                  {0x5003'2D00, kAll, kAll, kAll, 12},                   // MPCBB1: 192 KiB are 12 super-blocks
                  {0x5003'2E00, kAll, kAll, kAll, 12},                   //
                  {0x5003'3100, kAll, kAll, kAll, 4},                    // MPCBB2: 64 KiB
                  {0x5003'3200, kAll, kAll, kAll, 4},                    //
                  {0x5003'3500, kAll, kAll, kAll, 16},                   // MPCBB3: 512 KiB
                  {0x5003'3540, 0, kAll, kAll, 16},                      //
                  {0x5003'3600, kAll, kAll, kAll, 16},                   //
                  {0x5003'3640, 0, kAll, kAll, 16},                      //
                  {0x5602'3900, kAll, kAll, kAll},                       // MPCBB4: 16 KiB
                  {0x5602'3A00, kAll, kAll, kAll},                       //
                  {0x5003'2410, 0x000F'FBFD, kAll, 0x000F'FFFF},         // TZSC1_SECCFGR1: 20 bits
                  {0x5003'2414, 0x0000'01FF, kAll, 0x0000'01FF},         // TZSC1_SECCFGR2: 9 bits
                  {0x5003'2418, 0x007F'FFFF, kAll, 0x007F'FFFF},         // TZSC1_SECCFGR3: 23 bits
                  {0x5003'2420, 0x000F'FBFD, kAll, 0x000F'FFFF},         // TZSC1_PRIVCFGR1
                  {0x5003'2424, 0x0000'01FF, kAll, 0x0000'01FF},         // TZSC1_PRIVCFGR2
                  {0x5003'2428, 0x007F'FFFF, kAll, 0x007F'FFFF},         // TZSC1_PRIVCFGR3
                  {0x5602'3010, 0x0000'1BFF, kAll, 0x0000'1BFF},         // TZSC2_SECCFGR1: 13 bits without bit 10
                  {0x5602'3020, 0x0000'1BFF, kAll, 0x0000'1BFF},         // TZSC2_PRIVCFGR1
                  {0x5202'0030, 0x0000'FFFF, kAll, 0x0000'FFFF},         // GPIOA_SECCFGR
                  {0x5202'0830, 0x0000'F3FF, kAll, 0x0000'FFFF},         // GPIOC_SECCFGR
              })));
}

// What differs when partitions are unprivileged, and two of them have TIM2 (bit 0 of register 1) and RNG (bit 13 of
// register 3): no memory is for privileged code alone, the MPU divides it.
TEST(silicon, stm32u585_above_isolation_level_1_opens_what_partitions_have_BOOT_1_ISO_11) {
  std::vector<std::string> before = registers_of(described("stm32u585"), {});
  const std::vector<std::string> after = registers_of(described("stm32u585"), {true, {"TIM2", "RNG"}});
  ASSERT_EQ(before.size(), after.size());
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i] != before[i]) {
      changed.push_back(after[i]);
    }
  }
  EXPECT_THAT(changed, ElementsAreArray(lines({
                           {0x5002'20D0, 0, kAll, kAll, 4},
                           {0x5003'2E00, 0, kAll, kAll, 12},
                           {0x5003'3200, 0, kAll, kAll, 4},
                           {0x5003'3600, 0, kAll, kAll, 16},
                           {0x5602'3A00, 0, kAll, kAll},
                           {0x5003'2420, 0x000F'FBFC, kAll, 0x000F'FFFF},
                           {0x5003'2428, 0x007F'DFFF, kAll, 0x007F'FFFF},
                       })));
}

// nRF5340 Product Specification, SPU. Flash regions 0 to 15 and RAM regions 0 to 31 are secure. Of the peripherals,
// SERIAL0 (8), TIMER1 (16) and RTC1 (21) are not, nor are the pins P0.20 and P0.22.
TEST(silicon, nrf5340_BOOT_1) {
  constexpr std::uint32_t kSecattr = 0x10;
  constexpr std::uint32_t kOurs = 0x30;
  std::vector<Expected> expected{
      {0x5000'3440, 0, kAll, kSecattr},          // EXTDOMAIN[0].PERM
      {0x5000'3544, 0, kAll, 0xF},               // RAMNSC[0].SIZE
      {0x5000'354C, 0, kAll, 0xF},               // RAMNSC[1].SIZE
      {0x5000'3480, kAll, kAll, kAll},           // DPPI[0].PERM
      {0x5000'3600, 0x17, kAll, 0x17, 16},       // FLASHREGION[0..15].PERM
      {0x5000'3640, 0x07, kAll, 0x17, 48},       // FLASHREGION[16..63].PERM
      {0x5000'3700, 0x16, kAll, 0x17, 32},       // RAMREGION[0..31].PERM
      {0x5000'3780, 0x07, kAll, 0x17, 32},       // RAMREGION[32..63].PERM
      {0x5000'3800, kOurs, kAll, kSecattr},      // PERIPHID[0].PERM
      {0x5000'3810, kOurs, kAll, kSecattr, 3},   // 4 to 6
      {0x5000'3820, 0, kAll, kSecattr},          // 8
      {0x5000'3824, kOurs, kAll, kSecattr, 4},   // 9 to 12
      {0x5000'3838, kOurs, kAll, kSecattr, 2},   // 14, 15
      {0x5000'3840, 0, kAll, kSecattr},          // 16
      {0x5000'3844, kOurs, kAll, kSecattr},      // 17
      {0x5000'3850, kOurs, kAll, kSecattr},      // 20
      {0x5000'3854, 0, kAll, kSecattr},          // 21
      {0x5000'385C, kOurs, kAll, kSecattr, 14},  // 23 to 36
      {0x5000'3898, kOurs, kAll, kSecattr},      // 38
      {0x5000'38A0, kOurs, kAll, kSecattr},      // 40
      {0x5000'38A8, kOurs, kAll, kSecattr, 2},   // 42, 43
      {0x5000'38B4, kOurs, kAll, kSecattr},      // 45
      {0x5000'38C0, kOurs, kAll, kSecattr},      // 48
      {0x5000'38CC, kOurs, kAll, kSecattr, 2},   // 51, 52
      {0x5000'38D8, kOurs, kAll, kSecattr, 2},   // 54, 55
      {0x5000'38E4, kOurs, kAll, kSecattr},      // 57
      {0x5000'3A04, kOurs, kAll, kSecattr},      // 129
      {0x5000'34C0, 0xFFAF'FFFF, kAll, kAll},    // GPIOPORT[0].PERM
      {0x5000'34C8, 0x0000'FFFF, kAll, 0xFFFF},  // GPIOPORT[1].PERM
  };
  EXPECT_THAT(registers_of(described("nrf5340"), {}), ElementsAreArray(lines(expected)));
  // The device has no bit for privilege.
  EXPECT_THAT(registers_of(described("nrf5340"), {true, {"TIMER0", "RTC0"}}), ElementsAreArray(lines(expected)));
}

/// The base system's board, with these controllers beside its own.
std::vector<std::string> registers_beside(const std::string& controllers, const std::string& access,
                                          const Opened& opened) {
  Workspace workspace;
  workspace.replace("board.yaml", "devices:\n", "controllers:\n" + controllers + "devices:\n");
  workspace.replace("board.yaml", "UART2: {base: 0x50202000, size: 0x1000}",
                    "UART2: {base: 0x50202000, size: 0x1000, access: {" + access + "}}");
  return registers_of(workspace.path("board.yaml"), opened);
}

// ACCESSCTRL of the RP2350 (datasheet, list of its registers): a register for each peripheral, PIO0 to 2 at 0x4C; NSU,
// NSP, SU, SP and the two cores are bits 0 to 5; a write needs 0xACCE in its upper half, which reads as zero.
TEST(silicon, a_controller_can_need_a_key_in_each_write) {
  const std::string controllers =
      "  - {name: ACCESS, registers: 0x4006004C, count: 3, key: 0xACCE0000, mask: 0xFF, secure: 0x38, unprivileged: "
      "0x3C, non_secure: 0x3F}\n";
  EXPECT_THAT(registers_beside(controllers, "ACCESS: 1", {}),
              ElementsAreArray(lines({{0x4006'004C, 0xACCE'0038, kAll, 0xFF, 3}})));
  EXPECT_THAT(registers_beside(controllers, "ACCESS: 1", {true, {"UART2"}}),
              ElementsAreArray(lines({{0x4006'004C, 0xACCE'0038, kAll, 0xFF},
                                      {0x4006'0050, 0xACCE'003C, kAll, 0xFF},
                                      {0x4006'0054, 0xACCE'0038, kAll, 0xFF}})));
}

// The secure AHB controller of the LPC55S69 (UM11126, "SEC_CTRL_RAM0_MEM_RULE"): a rule of two bits in each four, 3 for
// secure privileged code, 2 for secure code, 0 for all; a register has eight. Here over 64 KiB in blocks of 4 KiB.
TEST(silicon, a_controller_can_have_a_rule_of_several_bits_for_each_block) {
  Workspace workspace;
  workspace.replace("board.yaml", "SRAM: {size: 0x00008000,", "SRAM: {size: 0x00010000,");
  workspace.replace("board.yaml", "non_secure_ram: {base: 0x28200000, size: 0x00020000}",
                    "non_secure_ram: {base: 0x2000A000, size: 0x00004000}");
  workspace.replace("board.yaml", "devices:\n",
                    "controllers:\n  - {name: RULES, memory: SRAM, block: 0x1000, registers: 0x500AC060, fields: 8, "
                    "mask: 3, secure: 3, unprivileged: 2, non_secure: 0}\ndevices:\n");
  EXPECT_THAT(registers_of(workspace.path("board.yaml"), {}),
              ElementsAreArray(lines(
                  {{0x500A'C060, 0x3333'3333, kAll, 0x3333'3333}, {0x500A'C064, 0x3300'0033, kAll, 0x3333'3333}})));
  EXPECT_THAT(registers_of(workspace.path("board.yaml"), {true, {}}),
              ElementsAreArray(lines(
                  {{0x500A'C060, 0x2222'2222, kAll, 0x3333'3333}, {0x500A'C064, 0x2200'0022, kAll, 0x3333'3333}})));
}

// A sequence that unlocks (FLASH_SECKEYR of an STM32 takes two words) is written in order and never read.
TEST(silicon, a_register_can_take_words_in_sequence) {
  EXPECT_THAT(
      registers_beside("  - {register: 0x5002200C, value: 0x45670123, mask: 0}\n"
                       "  - {register: 0x5002200C, value: 0xCDEF89AB, mask: 0}\n"
                       "  - {name: SOME, registers: 0x50022100, fields: 32, count: 2, preserve: true, secure: 1, "
                       "non_secure: 0}\n",
                       "SOME: 0", {}),
      ElementsAreArray(lines({{0x5002'200C, 0x4567'0123, kAll, 0},
                              {0x5002'200C, 0xCDEF'89AB, kAll, 0},
                              {0x5002'2100, 0x0000'0003, 0x3, 0x3}})));
}

TEST(silicon, boot_gets_equal_registers_as_one_run_of_a_table) {
  Workspace workspace;
  workspace.replace("board.yaml", "devices:\n",
                    "controllers:\n  - {register: 0x50022040, expect: 1, mask: 1}\n"
                    "  - {name: BLOCKS, memory: SSRAM3, block: 0x8000, registers: 0x50022100, step: 8, secure: 1, "
                    "non_secure: 2}\ndevices:\n");
  EXPECT_THAT(workspace.file(workspace.generate(), "board_tables.hpp"),
              HasSubstr("kRegisterRuns{{\n"
                        "    RegisterRun{.first = 0x50022040, .count = 1, .step = 0, .value = 0x00000001, .written = "
                        "0x00000000, .kept = 0x00000001},\n"
                        "    RegisterRun{.first = 0x50022100, .count = 4, .step = 8, .value = 0x00000002, .written = "
                        "0xFFFFFFFF, .kept = 0x00000003},  // BLOCKS\n"
                        "    RegisterRun{.first = 0x50022120, .count = 60, .step = 8, .value = 0x00000001, .written = "
                        "0xFFFFFFFF, .kept = 0x00000003},  // BLOCKS\n}};\n"));
}

TEST(silicon, boot_opens_a_device_to_unprivileged_code_only_where_partitions_are_unprivileged_ISO_11) {
  Workspace workspace;
  workspace.replace("board.yaml", "isolation_levels: [1]", "isolation_levels: [1, 2]");
  workspace.replace("board.yaml", "devices:\n",
                    "controllers:\n  - {name: BITS, registers: 0x50022100, fields: 32, count: 2, secure: 1, "
                    "unprivileged: 0, non_secure: 0}\ndevices:\n");
  workspace.replace("board.yaml", "UART1: {base: 0x50201000, size: 0x1000}",
                    "UART1: {base: 0x50201000, size: 0x1000, access: {BITS: 1}}");
  EXPECT_THAT(workspace.file(workspace.generate(), "board_tables.hpp"),
              HasSubstr(".value = 0x00000003, .written = 0xFFFFFFFF, .kept = 0x00000003},  // BITS"));
  workspace.options.level = "2";
  EXPECT_THAT(workspace.file(workspace.generate(), "board_tables.hpp"),
              HasSubstr(".value = 0x00000001, .written = 0xFFFFFFFF, .kept = 0x00000003},  // BITS"));
}

}  // namespace
}  // namespace postern::testing
