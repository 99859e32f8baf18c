// SPDX-License-Identifier: Apache-2.0

// What partitions/storage promises, on a simulated flash with program units of 1, 4, 8 and 16 bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "crc.hpp"
#include "cuts.hpp"
#include "history.hpp"

namespace {

class OnFlash : public testing::TestWithParam<storage_geometry> {
 protected:
  OnFlash() : simulated_(GetParam()) { flash = &simulated_; }

  // The flash after a history, and its content.
  static Content make_history(unsigned seed, unsigned steps) {
    History history(seed, steps);
    Booted booted;
    EXPECT_EQ(booted.store.open(), PSA_SUCCESS);
    history.run(booted);
    return history.after;
  }

  // Opening must refuse, and change nothing.
  void expect_refused(psa_status_t status) {
    const std::vector<std::uint8_t> bytes = simulated_.bytes;
    const std::uint64_t operations = simulated_.operations();
    Booted booted;
    EXPECT_EQ(booted.store.open(), status);
    EXPECT_NE(booted.put(1, {1}), PSA_SUCCESS);
    EXPECT_EQ(simulated_.bytes, bytes);
    EXPECT_EQ(simulated_.operations(), operations);
  }

  // Changes a word of each superblock and makes its CRC right.
  void change_superblocks(storage::SuperblockWord which, std::uint32_t value) {
    for (std::uint32_t block = 0; block < simulated_.geometry.blocks; ++block) {
      storage::Words words{};
      std::uint8_t* const at =
          simulated_.bytes.data() + static_cast<std::size_t>(block) * simulated_.geometry.block_size;
      std::memcpy(words.data(), at, sizeof words);
      words[static_cast<std::size_t>(which)] = value;
      words.back() =
          storage::crc_of(std::as_bytes(std::span(words)).first(sizeof words - storage::kCrcSize), storage::kCrcStart);
      std::memcpy(at, words.data(), sizeof words);
    }
  }

  // Bytes of which a block has room for two.
  [[nodiscard]] std::size_t large() const { return simulated_.geometry.block_size * 2 / 5; }

  SimulatedFlash simulated_;
};

TEST_P(OnFlash, content_is_there_after_a_reset) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    simulated_ = SimulatedFlash(GetParam());
    const Content content = make_history(seed, 300);
    Booted booted;
    ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
    EXPECT_EQ(difference(booted, content), "");
  }
}

TEST_P(OnFlash, a_power_cut_leaves_the_old_content_or_the_new) {
  const Cuts cuts = try_cuts(GetParam(), 1, 60, 7);
  EXPECT_GT(cuts.tried, 200U);
  EXPECT_EQ(cuts.broken, 0U) << cuts.first;
}

TEST_P(OnFlash, opening_writes_nothing_unless_the_flash_is_blank) {
  make_history(2, 100);
  const std::uint64_t operations = simulated_.operations();
  Booted booted;
  ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
  EXPECT_EQ(simulated_.operations(), operations);
}

// One flipped bit: the right content, or an error. Never another content, and never an asset that is lost or is back.
TEST_P(OnFlash, a_flipped_bit_is_corrected_or_found) {
  const Content content = make_history(3, 40);
  unsigned found = 0;
  for (std::uint32_t bit = 0; bit < simulated_.size() * 8; bit += 5) {
    simulated_.flip(bit / 8, bit % 8);
    Booted booted;
    const psa_status_t status = booted.store.open();
    const std::string text = status == PSA_SUCCESS ? difference(booted, content) : "";
    EXPECT_TRUE(status == PSA_SUCCESS || status == PSA_ERROR_DATA_CORRUPT) << "bit " << bit << ": " << status;
    EXPECT_TRUE(text.empty() || text.ends_with("cannot be read")) << "bit " << bit << ": " << text;
    found += status != PSA_SUCCESS || !text.empty() ? 1 : 0;
    simulated_.flip(bit / 8, bit % 8);
  }
  EXPECT_GT(found, 50U);
}

// Copies keep the damage visible, however often the asset moves.
TEST_P(OnFlash, damage_stays_visible_when_the_asset_moves) {
  Booted booted;
  ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
  ASSERT_EQ(booted.put(1, std::vector<std::uint8_t>(40, 0xA5)), PSA_SUCCESS);
  const std::vector<std::uint8_t> pattern(40, 0xA5);
  const auto data = std::search(simulated_.bytes.begin(), simulated_.bytes.end(), pattern.begin(), pattern.end());
  simulated_.flip(static_cast<std::uint32_t>(data - simulated_.bytes.begin()) + 11, 3);
  const storage::Entry first = *booted.store.find({kOwner, 1});
  EXPECT_EQ(booted.store.check(first), PSA_ERROR_DATA_CORRUPT);
  for (std::uint8_t i = 0; i < 200; ++i) {
    ASSERT_EQ(booted.put(2, std::vector<std::uint8_t>(60, i)), PSA_SUCCESS);
  }
  EXPECT_NE(booted.store.find({kOwner, 1})->at, first.at);
  EXPECT_EQ(booted.store.check(*booted.store.find({kOwner, 1})), PSA_ERROR_DATA_CORRUPT);
}

TEST_P(OnFlash, all_blocks_wear_alike) {
  make_history(4, 4000);
  const auto [least, most] = std::ranges::minmax(simulated_.erases);
  EXPECT_GE(least, 10U);
  EXPECT_LE(most - least, 1U);
}

TEST_P(OnFlash, a_full_store_keeps_its_content_and_can_be_emptied) {
  Booted booted;
  ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
  Content content;
  std::uint64_t uid = 1;
  while (booted.put(uid, std::vector<std::uint8_t>(large(), static_cast<std::uint8_t>(uid))) == PSA_SUCCESS) {
    content[uid] = std::vector<std::uint8_t>(large(), static_cast<std::uint8_t>(uid));
    ++uid;
  }
  EXPECT_GE(content.size(), 2U);
  EXPECT_LT(content.size(), kEntries);
  EXPECT_EQ(booted.put(uid, std::vector<std::uint8_t>(large())), PSA_ERROR_INSUFFICIENT_STORAGE);
  for (unsigned round = 0; round < 30; ++round) {
    ASSERT_EQ(booted.store.remove({kOwner, 1}), PSA_SUCCESS);
    ASSERT_EQ(booted.put(1, content[1]), PSA_SUCCESS);
  }
  Booted again;
  ASSERT_EQ(again.store.open(), PSA_SUCCESS);
  EXPECT_EQ(difference(again, content), "");
}

TEST_P(OnFlash, an_index_that_is_too_small_is_refused) {
  Booted booted;
  ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
  for (std::uint64_t uid = 1; uid <= kEntries; ++uid) {
    ASSERT_EQ(booted.put(uid, {}), PSA_SUCCESS);
  }
  EXPECT_EQ(booted.put(kEntries + 1, {}), PSA_ERROR_INSUFFICIENT_STORAGE);
  std::array<storage::Entry, kEntries - 1> index{};
  storage::Store smaller(index);
  EXPECT_EQ(smaller.open(), PSA_ERROR_INSUFFICIENT_STORAGE);
}

TEST_P(OnFlash, a_version_of_the_future_is_refused_and_not_erased) {
  make_history(5, 100);
  change_superblocks(storage::SuperblockWord::magic_and_version, storage::kMagic | (storage::kVersion + 1));
  expect_refused(PSA_ERROR_NOT_SUPPORTED);
}

TEST_P(OnFlash, another_geometry_is_refused_and_not_erased) {
  make_history(6, 100);
  change_superblocks(storage::SuperblockWord::blocks, simulated_.geometry.blocks + 1);
  expect_refused(PSA_ERROR_NOT_SUPPORTED);
}

TEST_P(OnFlash, what_is_no_store_is_refused_and_not_erased) {
  for (std::uint32_t i = 0; i < simulated_.size(); ++i) {
    simulated_.bytes[i] = static_cast<std::uint8_t>(i * 7);
  }
  expect_refused(PSA_ERROR_DATA_CORRUPT);
}

TEST_P(OnFlash, a_put_that_is_not_completed_changes_nothing) {
  Booted booted;
  ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
  ASSERT_EQ(booted.put(1, {1, 2, 3}), PSA_SUCCESS);
  ASSERT_EQ(booted.store.begin({kOwner, 1}, 0, 5), PSA_SUCCESS);
  EXPECT_EQ(booted.store.commit(), PSA_ERROR_BAD_STATE);
  EXPECT_EQ(difference(booted, {{1, {1, 2, 3}}}), "");
  ASSERT_EQ(booted.put(2, {4}), PSA_SUCCESS);
  Booted again;
  ASSERT_EQ(again.store.open(), PSA_SUCCESS);
  EXPECT_EQ(difference(again, {{1, {1, 2, 3}}, {2, {4}}}), "");
}

// Each operation of a history fails once. The call that met it says so, and the store is whole after it is opened
// again.
TEST_P(OnFlash, a_failing_flash_is_reported_and_loses_nothing) {
  for (std::uint64_t at = 4; at < 400; at += 3) {
    simulated_ = SimulatedFlash(GetParam());
    simulated_.fail_at = at;
    History history(7, 150);
    Booted booted;
    ASSERT_EQ(booted.store.open(), PSA_SUCCESS);
    EXPECT_THROW(history.run(booted), std::runtime_error) << at;
    Booted again;
    ASSERT_EQ(again.store.open(), PSA_SUCCESS) << at;
    ASSERT_EQ(history.difference(again), "") << at;
    history.run(again);
    ASSERT_EQ(difference(again, history.after), "") << at;
  }
}

INSTANTIATE_TEST_SUITE_P(units, OnFlash, testing::ValuesIn(kGeometries),
                         [](const auto& each) { return "of_" + std::to_string(each.param.program_unit); });

}  // namespace
