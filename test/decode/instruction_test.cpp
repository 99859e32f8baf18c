// SPDX-License-Identifier: Apache-2.0

// What instructions access, with their machine code as the assembler makes it.
#include "decode/instruction.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace postern::decode {
namespace {

constexpr std::uint32_t kPlace = 0x1000;
constexpr std::uint32_t kRegisters[15] = {0x10, 0x1001, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70,
                                          0x80, 0x90,   0xA0, 0xB0, 0xC0, 0xD0, 0xE0};

HalfWords program(std::vector<std::uint16_t> code) {
  return [code = std::move(code)](std::uint32_t address) {
    const std::uint32_t index = (address - kPlace) / 2;
    return index < code.size() ? std::optional(code[index]) : std::nullopt;
  };
}

struct Access {
  std::vector<std::uint16_t> code;
  std::optional<std::uint32_t> address;
};

TEST(call_before, knows_where_a_direct_call_goes) {
  const Call forwards = call_before(kPlace + 4, program({0xF000, 0xF80E}));  // bl .+0x20
  EXPECT_EQ(forwards.address, kPlace);
  EXPECT_EQ(forwards.target, kPlace + 0x20);
  EXPECT_EQ(call_before(kPlace + 4, program({0xF7FF, 0xFFFE})).target, kPlace);                  // bl .
  EXPECT_EQ(call_before(kPlace + 4, program({0xF400, 0xD000})).target, kPlace + 4 - 0x1000000);  // the farthest
}

TEST(call_before, knows_the_place_alone_of_a_call_by_a_register) {
  const Call call = call_before(kPlace + 4, program({0xBF00, 0x4798}));  // nop; blx r3
  EXPECT_EQ(call.address, kPlace + 2);
  EXPECT_FALSE(call.target);
  EXPECT_FALSE(call_before(kPlace + 4, program({0xF000, 0x8001})).target);  // a conditional branch is no call
  EXPECT_FALSE(call_before(kPlace - 4, program({0xF000, 0xF80E})).target);
}

TEST(aligned_access, is_of_the_register_of_a_multiple_access) {
  for (const Access& each : {
           Access{{0xC90C}, 0x1001},               // ldm r1!, {r2, r3}
           Access{{0xC10C}, 0x1001},               // stm r1!, {r2, r3}
           Access{{0xE891, 0x000C}, 0x1001},       // ldm.w r1, {r2, r3}
           Access{{0xE911, 0x001C}, 0x1001 - 12},  // ldmdb r1, {r2, r3, r4}
           Access{{0xE8A1, 0x000C}, 0x1001},       // stm.w r1!, {r2, r3}
       }) {
    EXPECT_EQ(aligned_access(kPlace, kRegisters, program(each.code)), each.address) << std::hex << each.code[0];
  }
}

TEST(aligned_access, is_with_the_offset_of_a_double_or_exclusive_access) {
  for (const Access& each : {
           Access{{0xE9D1, 0x2302}, 0x1001 + 8},  // ldrd r2, r3, [r1, #8]
           Access{{0xE951, 0x2302}, 0x1001 - 8},  // ldrd r2, r3, [r1, #-8]
           Access{{0xE8F1, 0x2302}, 0x1001},      // ldrd r2, r3, [r1], #8
           Access{{0xE9C1, 0x2302}, 0x1001 + 8},  // strd r2, r3, [r1, #8]
           Access{{0xE851, 0x2F01}, 0x1001 + 4},  // ldrex r2, [r1, #4]
           Access{{0xE841, 0x3201}, 0x1001 + 4},  // strex r2, r3, [r1, #4]
           Access{{0xE8D1, 0x2F5F}, 0x1001},      // ldrexh r2, [r1]
           Access{{0xE8D1, 0x2FAF}, 0x1001},      // lda r2, [r1]
           Access{{0xED91, 0x0A01}, 0x1001 + 4},  // vldr s0, [r1, #4]
           Access{{0xED11, 0x0A01}, 0x1001 - 4},  // vldr s0, [r1, #-4]
       }) {
    EXPECT_EQ(aligned_access(kPlace, kRegisters, program(each.code)), each.address) << std::hex << each.code[0];
  }
}

TEST(aligned_access, is_unknown_for_what_needs_no_alignment_and_for_an_address_by_the_program_counter) {
  for (const std::vector<std::uint16_t>& code : {
           std::vector<std::uint16_t>{0x680A},  // ldr r2, [r1]
           {0xF8D1, 0x2001},                    // ldr.w r2, [r1, #1]
           {0xE8D1, 0xF000},                    // tbb [r1, r0]
           {0xE841, 0xF200},                    // tt r2, r1
           {0xE9DF, 0x2302},                    // ldrd r2, r3, [pc, #8]
           {0xED91, 0x7101},                    // ldc p1, c7, [r1, #4]
           {0xE891},                            // half of an instruction
           std::vector<std::uint16_t>{},
       }) {
    EXPECT_EQ(aligned_access(kPlace, kRegisters, program(code)), std::nullopt) << (code.empty() ? 0 : code[0]);
  }
}

TEST(is_store, tells_a_store_from_a_load_and_from_what_accesses_no_memory) {
  EXPECT_EQ(is_store(kPlace, program({0x600A})), true);           // str r2, [r1]
  EXPECT_EQ(is_store(kPlace, program({0x680A})), false);          // ldr r2, [r1]
  EXPECT_EQ(is_store(kPlace, program({0xE891, 0x000C})), false);  // ldm.w r1, {r2, r3}
  EXPECT_EQ(is_store(kPlace, program({0xF8C1, 0x2000})), true);   // str.w r2, [r1]
  EXPECT_EQ(is_store(kPlace, program({0xBF00})), std::nullopt);   // nop
  EXPECT_EQ(is_store(kPlace, program({})), std::nullopt);
}

}  // namespace
}  // namespace postern::decode
