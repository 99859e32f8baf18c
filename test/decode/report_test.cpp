// SPDX-License-Identifier: Apache-2.0

// Reports without the tables of a device: the tool itself is a program of the host. test/faults has those of a device.
#include "decode/decode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "decode/places.hpp"
#include "decode/status_names.hpp"

namespace postern::decode {
namespace {

using encoding::Area;
using encoding::PanicKind;
using encoding::PanicRecord;
using encoding::rule;
using ::testing::HasSubstr;

std::string reported(const PanicRecord& record) { return Decoder(POSTERN_EXECUTABLE).report(record); }

PanicRecord fault(std::int32_t partition) {
  PanicRecord record{};
  record.partition = partition;
  record.kind = PanicKind::fault;
  record.fault.lr = 1;
  return record;
}

PanicRecord broken_rule(encoding::Rule broken) {
  PanicRecord record{};
  record.partition = 301;
  record.kind = PanicKind::programmer_error;
  record.rule = broken;
  return record;
}

TEST(report, says_that_a_breakpoint_was_executed_if_the_processor_does) {
  PanicRecord record = fault(-1);
  record.fault.hard_status = 1U << 31U;
  EXPECT_THAT(reported(record), HasSubstr("the non-secure world executed a breakpoint (`bkpt`), and no debugger is "
                                          "attached\n"));
}

TEST(report, of_a_fault_without_a_cause_asks_for_the_non_secure_program) {
  EXPECT_THAT(reported(fault(-1)), HasSubstr("mostly a breakpoint (`bkpt`) without a debugger: --non-secure FILE reads "
                                             "the instruction\n"));
  EXPECT_THAT(reported(fault(301)), HasSubstr("partition 301 (id 301) had a fault whose cause no register tells\n"));
}

TEST(report, of_an_access_that_is_not_aligned_says_that_no_register_has_the_address) {
  PanicRecord record = fault(301);
  record.fault.configurable_status = 1U << 24U;
  EXPECT_THAT(reported(record), HasSubstr("accessed memory at an address that is not aligned; the processor does not "
                                          "record the address\n"));
}

TEST(report, of_an_answer_has_the_name_and_the_number_of_the_status_REPLY_7) {
  PanicRecord record = broken_rule(rule(Area::answered, 7));
  record.running = record.partition;
  EXPECT_THAT(reported(record),
              HasSubstr("made a call that a service answered with PSA_ERROR_PROGRAMMER_ERROR (-129)\n"));
  record.running = 302;
  const std::string of_another = reported(record);
  EXPECT_THAT(of_another, HasSubstr("made a call that partition 302 answered with"));
  EXPECT_THAT(of_another, HasSubstr("where      the record has no address in partition 301\n"));
  record.fault.lr = 1;
  EXPECT_THAT(reported(record), HasSubstr("no address in partition 301, only the registers of partition 302\n"));
}

TEST(report, of_a_call_to_a_status_says_which_CALL_2) {
  PanicRecord record = broken_rule(rule(Area::call, 2));
  record.fault.exception_return = 0xFFFF'FFFD;
  record.fault.r[0] = 0U - 131U;
  EXPECT_THAT(reported(record), HasSubstr("broke CALL-2 in psa_call, with the handle 0xFFFFFF7D, which is the status "
                                          "PSA_ERROR_CONNECTION_BUSY (-131)\n"));
  record.fault.r[0] = 0x1234;
  EXPECT_THAT(reported(record), HasSubstr("with the handle 0x00001234\n"));
}

TEST(report, of_a_panic_without_an_assertion_names_psa_panic_and_abort_PANIC_1) {
  EXPECT_THAT(reported(broken_rule(rule(Area::panic, 1))),
              HasSubstr("gave up: it called psa_panic, or abort, which does the same\n"));
}

TEST(report, of_an_unknown_entry_says_both_ways_and_that_there_is_no_address_PE_11) {
  const std::string report = reported(broken_rule(rule(Area::pe, 11)));
  EXPECT_THAT(report,
              HasSubstr("made a call in an interrupt function, where none is allowed, or made a supervisor call "
                        "(`svc`) with a number that no call of this image has\n"));
  EXPECT_THAT(report, HasSubstr("where      the record has no address\n"));
}

TEST(decoder, refuses_a_non_secure_program_that_is_not_for_arm) {
  Decoder decoder(POSTERN_EXECUTABLE);
  EXPECT_THROW(decoder.add_non_secure(POSTERN_EXECUTABLE), elf::Unreadable);
}

TEST(status_words, have_the_name_of_a_status_that_has_one) {
  EXPECT_EQ(status_words(0U - 129U), "PSA_ERROR_PROGRAMMER_ERROR (-129)");
  EXPECT_EQ(status_words(0), "PSA_SUCCESS (0)");
  EXPECT_EQ(status_words(0U - 5U), "-5");
}

// At level 1 the region of the kernel shows the device to everyone.
TEST(places, say_whose_manifest_has_a_device) {
  audit::Image image{};
  const auto add = [&](const char* name, unsigned domain, bool is_agent) {
    image.partitions.push_back({.name = name,
                                .id = 301,
                                .stated_id = 301,
                                .is_agent = is_agent,
                                .is_psa_rot = true,
                                .domain = domain,
                                .entry = 0,
                                .places = {}});
  };
  add("VAULT", 0, false);
  add("COFFER", 0, false);
  add("agent", 0, true);
  image.devices = {{"TIMER0", {0x50000000, 0x50001000}, 0, 0}};
  image.domains = {{{.memory = {0x50000000, 0x60000000}, .is_on = true, .is_writable = true, .is_device = true}}};
  const audit::Layout layout;
  const Places places(image, layout);
  EXPECT_EQ(places.describe(0x50000000), "the device TIMER0, which no manifest of this image has");
  image.domains[0][0].is_unprivileged = true;
  EXPECT_EQ(places.describe(0x50000000), "the device TIMER0, which belongs to one of VAULT, COFFER");
  image.partitions[1].domain = 1;
  image.domains.emplace_back();
  EXPECT_EQ(places.describe(0x50000FFF), "the device TIMER0, which belongs to VAULT");
}

}  // namespace
}  // namespace postern::decode
