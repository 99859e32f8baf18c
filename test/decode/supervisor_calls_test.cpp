// SPDX-License-Identifier: Apache-2.0

#include "decode/supervisor_calls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::decode {
namespace {

using audit::Place;
using audit::Symbol;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint32_t kText = 0x1000;
constexpr std::uint32_t kTable = 0x2000;
constexpr std::uint32_t kInit = 0x3000;
constexpr unsigned kTraps = 32;
constexpr unsigned kOfIdle = 29;  // POSTERN_TRAP_CHOOSE

void put(audit::LoadedFile& file, std::uint32_t address, const std::vector<std::uint16_t>& halves) {
  audit::Segment segment;
  segment.memory = {address, address + 2 * halves.size()};
  for (const std::uint16_t half : halves) {
    segment.bytes.push_back(half & 0xFFU);
    segment.bytes.push_back(half >> 8U);
  }
  file.segments.push_back(segment);
}

Symbol symbol(const char* name, std::uint64_t address, std::uint64_t size = 0) {
  Symbol made;
  made.name = name;
  made.address = address;
  made.size = size;
  return made;
}

class supervisor_calls : public ::testing::Test {
 protected:
  /// A table of 32 traps, of which 0, 2 and the one of idle have a function of their own.
  supervisor_calls() {
    std::vector<std::uint16_t> rows(2 * kTraps, 0);
    for (unsigned number = 0; number < kTraps; ++number) {
      rows[2 * number] = number == 0 || number == 2 || number == kOfIdle ? number + 1 : 0x99;
    }
    put(image.file, kTable, rows);
    layout.symbols = {symbol("spm_traps", kTable, 4 * kTraps)};
    image.partitions.push_back({.name = "VAULT",
                                .id = 301,
                                .stated_id = 301,
                                .is_agent = false,
                                .is_psa_rot = true,
                                .domain = 0,
                                .entry = kText,
                                .places = {{"VAULT text", Place::Kind::text, {kText, kText + 0x100}},
                                           {"VAULT constants", Place::Kind::constants, {kInit, kInit + 4}}}});
  }

  [[nodiscard]] std::vector<unsigned> numbers_of(const std::vector<std::uint16_t>& code) {
    put(image.file, kText, code);
    image.partitions[0].places[0].memory.end = kText + 2 * code.size();
    std::vector<unsigned> numbers;
    for (const SupervisorCall& call : unknown_supervisor_calls(image, layout, image.partitions[0])) {
      numbers.push_back(call.number);
      place = call.address;
    }
    return numbers;
  }

  audit::Image image{};
  audit::Layout layout;
  std::uint32_t place = 0;
};

TEST_F(supervisor_calls, that_no_row_of_the_table_takes_are_found_PE_11) {
  layout.symbols.push_back(symbol("$t", kText));
  EXPECT_THAT(numbers_of({0xDF00, 0xDF01, 0xDF02, 0xDF03, 0xDF1D, 0xDFC8}), ElementsAre(1, 3, 0x1D, 200));
  EXPECT_EQ(place, kText + 10);
}

TEST_F(supervisor_calls, are_not_looked_for_in_data_and_in_the_second_half_of_an_instruction) {
  layout.symbols.push_back(symbol("$t", kText));
  layout.symbols.push_back(symbol("$d", kText + 6));
  layout.symbols.push_back(symbol("$t.1", kText + 8));
  EXPECT_THAT(numbers_of({0xF64D, 0xDFC8, 0xBF00, 0xDFC9, 0xDFCA}), ElementsAre(0xCA));
}

TEST_F(supervisor_calls, of_the_sfn_backend_are_all_unknown) {
  layout.symbols = {symbol("$t", kText)};
  EXPECT_THAT(numbers_of({0xDF00, 0xBF00}), ElementsAre(0));
}

TEST_F(supervisor_calls, of_interrupt_functions_are_those_of_first_level_interrupts_of_the_partition) {
  image.partitions.push_back(image.partitions[0]);
  image.interrupts = {{1, 0, true, 0x1235}, {2, 0, false, 0x1237}, {3, 1, true, 0x1239}};
  EXPECT_THAT(interrupt_functions(image, image.partitions[0]), ElementsAre(0x1234));
  image.interrupts.clear();
  EXPECT_THAT(interrupt_functions(image, image.partitions[0]), IsEmpty());
}

TEST_F(supervisor_calls, can_come_without_a_message_unless_the_init_function_is_known_to_be_missing) {
  EXPECT_TRUE(may_run_without_message(image, layout, image.partitions[0]));
  for (const char* name : {"postern_init", "VAULT.init"}) {
    layout.symbols = {symbol("postern_init", kInit + 4), symbol(name, kInit)};
    image.file.segments.clear();
    put(image.file, kInit, {0, 0});
    EXPECT_FALSE(may_run_without_message(image, layout, image.partitions[0])) << name;
    image.file.segments.clear();
    put(image.file, kInit, {0x1235, 0});
    EXPECT_TRUE(may_run_without_message(image, layout, image.partitions[0])) << name;
  }
}

}  // namespace
}  // namespace postern::decode
