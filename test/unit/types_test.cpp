// SPDX-License-Identifier: Apache-2.0

// The types of the framework.
#include "spm/types.hpp"

#include <gtest/gtest.h>

#include "spm/ipc/schedule.hpp"

namespace spm {
namespace {

TEST(types, the_empty_set_of_signals_is_not_single_GET_1) { EXPECT_FALSE(is_single(SignalSet::none)); }

TEST(types, each_signal_alone_is_single_GET_1) {
  for (unsigned bit = 0; bit < 32; ++bit) {
    EXPECT_TRUE(is_single(SignalSet{1U << bit})) << bit;
  }
}

TEST(types, two_signals_are_never_single_GET_1) {
  for (unsigned bit = 1; bit < 32; ++bit) {
    EXPECT_FALSE(is_single(SignalSet{1U << bit | 1U})) << bit;
    EXPECT_FALSE(is_single(SignalSet{1U << bit | 1U << (bit - 1)})) << bit;
  }
  EXPECT_FALSE(is_single(SignalSet{0xFFFF'FFFF}));
}

TEST(types, sets_of_signals_are_joined_met_and_complemented_SIG_1) {
  EXPECT_EQ(SignalSet{0x30} | SignalSet{0x18}, SignalSet{0x38});
  EXPECT_EQ(SignalSet{0x30} & SignalSet{0x18}, SignalSet{0x10});
  EXPECT_EQ(~SignalSet{0x0000'00FF}, SignalSet{0xFFFF'FF00});
  EXPECT_TRUE(is_empty(SignalSet{0x30} & ~SignalSet{0x30}));
}

TEST(types, the_doorbell_is_bit_3_SIG_2) { EXPECT_EQ(SignalSet::doorbell, SignalSet{8}); }

TEST(types, an_answer_keeps_every_status_apart_from_later_REPLY_8) {
  for (const std::int32_t status : {0, 1, -1, -129, INT32_MIN, INT32_MAX}) {
    const Answer answer = now(Status{status});
    EXPECT_FALSE(is_later(answer)) << status;
    EXPECT_EQ(static_cast<std::int32_t>(word_of(answer)), status);
  }
  EXPECT_FALSE(is_later(now(0xFFFF'FFFFU)));
  EXPECT_TRUE(is_later(later()));
}

}  // namespace
}  // namespace spm
