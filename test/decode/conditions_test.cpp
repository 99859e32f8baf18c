// SPDX-License-Identifier: Apache-2.0

// Which condition of a rule a call did not meet, of records and tables that are made here.
#include "decode/conditions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace postern::decode {
namespace {

using audit::Place;
using encoding::Area;
using encoding::PanicRecord;
using encoding::rule;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint32_t kConstants = 0x10001000;
constexpr std::uint32_t kData = 0x38001000;
constexpr std::uint32_t kOthers = 0x38002000;
constexpr std::uint32_t kNonSecure = 0x28100000;
constexpr std::uint32_t kHeld = 0x0203;  // a message of the agent, the third of the partitions

audit::Row row(std::uint32_t first, bool is_writable) {
  return {.memory = {first, std::uint64_t{first} + 0x1000},
          .is_on = true,
          .is_unprivileged = true,
          .is_writable = is_writable};
}

audit::Partition partition(const char* name, std::int32_t id, unsigned domain) {
  return {.name = name,
          .id = id,
          .stated_id = id,
          .is_agent = false,
          .is_psa_rot = true,
          .domain = domain,
          .entry = 0,
          .places = {}};
}

/// VAULT has constants and data, COFFER has other data.
audit::Image image() {
  audit::Image image{};
  image.level = 2;
  image.partitions = {partition("VAULT", 301, 0), partition("COFFER", 302, 1), partition("non-secure agent", 2, 1)};
  image.partitions[0].places = {{"VAULT data", Place::Kind::data, {kData, kData + 0x1000}}};
  image.partitions[1].places = {{"COFFER data", Place::Kind::data, {kOthers, kOthers + 0x1000}}};
  image.partitions[2].is_agent = true;
  image.domains = {{row(kConstants, false), row(kData, true)}, {row(kOthers, true)}};
  image.services = {{"VAULT", 0x100, 0, 0, false}};
  image.non_secure_memory = {{kNonSecure, kNonSecure + 0x1000}};
  return image;
}

/// A call of VAULT, which serves the non-secure world, with its arguments.
PanicRecord record(encoding::Rule broken, std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  PanicRecord record{};
  record.partition = 301;
  record.kind = encoding::PanicKind::programmer_error;
  record.rule = broken;
  record.clients[0] = -1;
  record.fault.exception_return = 0xFFFF'FFFD;
  record.fault.pc = 0x10000000;
  record.fault.r[0] = a;
  record.fault.r[1] = b;
  record.fault.r[2] = c;
  record.fault.r[3] = d;
  return record;
}

Conditions judged(const PanicRecord& record, const audit::Image& image = decode::image(),
                  const std::map<std::uint32_t, std::uint32_t>& memory = {}) {
  const audit::Layout layout;
  const Places places(image, layout);
  const Names names(std::map<std::int32_t, std::string>{{301, "VAULT"}, {302, "COFFER"}});
  return conditions_of({record, names, &image, &places, [&](std::uint32_t address) {
                          const auto found = memory.find(address);
                          return found == memory.end() ? std::nullopt : std::optional(found->second);
                        }});
}

Conditions read(std::uint32_t handle, std::uint32_t vector, std::uint32_t buffer, std::uint32_t length) {
  return judged(record(rule(Area::read, 1), handle, vector, buffer, length));
}

TEST(conditions, of_a_read_are_told_by_its_handle_READ_1) {
  EXPECT_EQ(read(0, 0, kData, 4).broken, "the handle of the message is null");
  EXPECT_EQ(read(0U - 130U, 0, kData, 4).broken,
            "the handle of the message is negative: PSA_ERROR_CONNECTION_REFUSED (-130)");
  EXPECT_EQ(read(0x204, 0, kData, 4).broken, "no message has the handle 0x00000204");
  EXPECT_EQ(read(0x200, 0, kData, 4).broken, "no message has the handle 0x00000200");
  EXPECT_EQ(
      read(kHeld, 0, kData, 4).broken,
      "the message 0x00000203, of the non-secure world, was answered before, or is no request but a connection or "
      "its end");
  EXPECT_THAT(read(0x102, 0, kData, 4).broken, HasSubstr("of COFFER, was answered before"));
  EXPECT_EQ(read(kHeld, 1, kData, 4).passed, "handle 0x00000203, vector 1, 4 bytes at 0x38001000");
}

TEST(conditions, of_a_read_are_told_by_its_vector_and_its_buffer_READ_1) {
  EXPECT_EQ(read(kHeld, 4, kData, 4).broken, "the vector has the number 4, and PSA_MAX_IOVEC is 4");
  EXPECT_THAT(read(kHeld, 3, kData, 4).broken, HasSubstr("was answered before"));
  EXPECT_EQ(read(kHeld, 0, kOthers, 4).broken,
            "VAULT may not write to the buffer at 0x38002000, which is private data of COFFER");
  EXPECT_THAT(read(kHeld, 0, kData + 0xFFD, 4).broken, HasSubstr("VAULT may not write to the buffer at 0x38001FFD"));
  EXPECT_THAT(read(kHeld, 0, kData + 0xFFC, 4).broken, HasSubstr("was answered before"));
  EXPECT_THAT(read(kHeld, 0, kConstants, 4).broken, HasSubstr("VAULT may not write to the buffer at 0x10001000"));
  EXPECT_THAT(read(kHeld, 0, kOthers + 4, 0).broken, HasSubstr("was answered before"));
}

TEST(conditions, of_a_partition_that_serves_no_client_are_that_it_holds_no_message_READ_1) {
  PanicRecord idle = record(rule(Area::read, 1), kHeld, 0, kData, 4);
  idle.clients[0] = 0;
  EXPECT_EQ(judged(idle).broken, "VAULT held no message: each that it took was answered before, or it took none");
  idle.fault = {};  // an image that logs nothing does not tell clients
  EXPECT_EQ(judged(idle).broken, "");
}

TEST(conditions, of_a_write_are_left_open_between_room_and_message_WRITE_1) {
  const Conditions full = judged(record(rule(Area::write, 1), kHeld, 2, kConstants, 1));
  EXPECT_EQ(full.broken, "");
  EXPECT_THAT(full.possible, ElementsAre("output vector 2 of the client has no room for 1 byte",
                                         HasSubstr("the message 0x00000203, of the non-secure world, was answered")));
  EXPECT_EQ(full.passed, "handle 0x00000203, vector 2, 1 byte at 0x10001000");
  const Conditions foreign = judged(record(rule(Area::write, 1), kHeld, 2, kOthers, 1));
  EXPECT_THAT(foreign.broken, HasSubstr("VAULT may not read the buffer at 0x38002000"));
  EXPECT_THAT(foreign.possible, IsEmpty());
}

TEST(conditions, of_a_skip_have_no_buffer_SKIP_2) {
  const Conditions skipped = judged(record(rule(Area::skip, 2), kHeld, 9, kOthers, kOthers));
  EXPECT_EQ(skipped.broken, "the vector has the number 9, and PSA_MAX_IOVEC is 4");
  EXPECT_EQ(skipped.passed, "handle 0x00000203, vector 9, 939532288 bytes");
}

TEST(conditions, of_a_partition_that_maps_vectors_are_not_told_by_a_buffer_MMV_18) {
  audit::Image mapping = image();
  mapping.services[0].maps_vectors = true;
  const Conditions read = judged(record(rule(Area::read, 1), kHeld, 0, kOthers, 4), mapping);
  EXPECT_EQ(read.broken, "");
  EXPECT_THAT(read.possible, ElementsAre(HasSubstr("was answered before"), "VAULT may not write to the buffer",
                                         "the vector was mapped, and one that was mapped is not copied"));
}

TEST(conditions, of_a_call_by_a_partition_that_maps_vectors_stay_possible_CALL_7) {
  audit::Image mapping = image();
  mapping.services[0].maps_vectors = true;
  const std::map<std::uint32_t, std::uint32_t> vectors = {
      {kData, kData}, {kData + 4, 1}, {kData + 8, kOthers}, {kData + 12, 1}};
  const Conditions call = judged(record(rule(Area::call, 7), 0x40000100, 2U << 24U, kData, 0), mapping, vectors);
  EXPECT_EQ(call.broken, "");
  EXPECT_THAT(call.possible, ElementsAre("VAULT may not read the array of input vectors, or a vector in it",
                                         "two input vectors overlap"));
}

TEST(conditions, of_a_call_without_registers_are_all_the_most_frequent_first_WRITE_1) {
  PanicRecord plain = record(rule(Area::write, 1), 0, 0, 0, 0);
  plain.fault.exception_return = 0;
  const Conditions conditions = judged(plain);
  EXPECT_EQ(conditions.broken, "");
  EXPECT_EQ(conditions.passed, "not in the record, which has no registers of this call");
  EXPECT_THAT(conditions.possible,
              ElementsAre("the output vector of the client has no room for so many bytes",
                          "the handle is null, or its message was answered before, or is no request but a connection "
                          "or its end",
                          "the number of the vector is not below PSA_MAX_IOVEC, 4", "VAULT may not read the buffer"));
}

TEST(conditions, of_an_answer_are_the_handle_and_the_status_is_told_REPLY_2) {
  const auto reply = [](std::uint32_t handle, std::uint32_t status) {
    return judged(record(rule(Area::reply, 2), handle, status, 0, 0));
  };
  EXPECT_EQ(reply(0, 0).broken, "the handle of the message is null");
  EXPECT_EQ(reply(kHeld, 0).broken,
            "the message 0x00000203, of the non-secure world, was answered before, or psa_get gave no such handle");
  EXPECT_EQ(reply(kHeld, 0U - 138U).passed, "handle 0x00000203, status PSA_ERROR_BUFFER_TOO_SMALL (-138)");
  EXPECT_EQ(reply(kHeld, 7).passed, "handle 0x00000203, status 7");
}

Conditions called(std::uint32_t inputs, std::uint32_t in, std::uint32_t outputs, std::uint32_t out,
                  const std::map<std::uint32_t, std::uint32_t>& memory, const audit::Image& image = decode::image()) {
  return judged(record(rule(Area::call, 7), 0x40000100, inputs << 24U | outputs << 16U, in, out), image, memory);
}

TEST(conditions, of_a_call_are_told_by_its_vectors_CALL_7) {
  const std::map<std::uint32_t, std::uint32_t> memory = {
      {kData, kConstants}, {kData + 4, 8}, {kData + 8, kOthers}, {kData + 12, 1}};
  EXPECT_EQ(called(2, kData, 0, 0, memory).broken,
            "VAULT may not read input vector 1, 1 byte at 0x38002000, which is private data of COFFER");
  EXPECT_THAT(called(0, 0, 1, kData, memory).broken, HasSubstr("VAULT may not write to output vector 0, 8 bytes at"));
  EXPECT_EQ(called(1, kData, 1, kData + 8, memory).passed,
            "handle 0x40000100, input vectors: 1 at 0x38001000, output vectors: 1 at 0x38001008");
}

TEST(conditions, of_a_call_are_told_by_its_arrays_CALL_7) {
  EXPECT_EQ(called(1, kOthers, 0, 0, {}).broken,
            "VAULT may not read the array of input vectors at 0x38002000, which is private data of COFFER");
  EXPECT_THAT(called(0, 0, 1, kConstants, {}).broken,
              HasSubstr("VAULT may not write to the array of output vectors at 0x10001000"));
  EXPECT_EQ(called(1, kData + 2, 0, 0, {}).broken, "the array of input vectors is not aligned: it is at 0x38001002");
}

TEST(conditions, of_a_call_whose_vectors_the_record_does_not_have_are_left_open_CALL_7) {
  const Conditions unknown = called(2, kData, 1, kData + 16, {{kData, kConstants}, {kData + 4, 8}});
  EXPECT_EQ(unknown.broken, "");
  EXPECT_THAT(unknown.possible, ElementsAre("VAULT may not read input vector 1, which the record does not have",
                                            "VAULT may not write to output vector 0, which the record does not have",
                                            "two input vectors overlap"));
}

TEST(conditions, at_level_1_non_secure_memory_may_be_passed_but_not_null_MEM_13) {
  audit::Image one = image();
  one.domains[0].push_back(row(kNonSecure, true));
  one.domains[0].back().is_unprivileged = false;
  const std::map<std::uint32_t, std::uint32_t> memory = {{kData, kNonSecure}, {kData + 4, 4}};
  EXPECT_THAT(called(1, kData, 0, 0, memory, one).broken, HasSubstr("VAULT may not read input vector 0"));
  one.level = 1;
  EXPECT_EQ(called(1, kData, 0, 0, memory, one).broken, "");
}

TEST(conditions, of_a_rule_with_one_are_not_repeated) {
  const Conditions none = judged(record(rule(Area::call, 2), 0x40000100, 0, 0, 0));
  EXPECT_EQ(none.broken + none.passed, "");
  EXPECT_THAT(none.possible, IsEmpty());
}

}  // namespace
}  // namespace postern::decode
