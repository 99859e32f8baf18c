// SPDX-License-Identifier: Apache-2.0

// What Protected Storage promises, on a simulated flash that an attacker can read and write.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <span>

#include "device.hpp"
#include "life.hpp"
#include "psa/crypto.h"
#include "tfm_ps_defs.h"

namespace {

using postern::ps::kRecords;

constexpr std::uint64_t kRoot = std::uint64_t{1} << 32U;  // its name in the store
const Data kText(50, 0x5A);
const Data kOther(50, 0xA5);

class OnDevice : public testing::TestWithParam<storage_geometry> {
 protected:
  OnDevice() : device_(GetParam()) {}

  // What an attacker who knows the layout of the store can do: its checks are no secret.
  class Attacker {
   public:
    Attacker() { EXPECT_EQ(store_.open(), PSA_SUCCESS); }

    [[nodiscard]] std::vector<std::uint64_t> names() const {
      std::vector<std::uint64_t> found;
      for (const storage::Entry& entry : index_) {
        if (entry.at != 0) {
          found.push_back(entry.key.uid);
        }
      }
      std::ranges::sort(found);
      return found;
    }
    [[nodiscard]] Data read(std::uint64_t name) const {
      const storage::Entry* const entry = store_.find({0, name});
      Data data(entry->length);
      EXPECT_EQ(store_.read(*entry, 0, std::as_writable_bytes(std::span(data))), PSA_SUCCESS);
      return data;
    }
    void write(std::uint64_t name, const Data& data) {
      EXPECT_EQ(store_.begin({0, name}, 0, static_cast<std::uint32_t>(data.size())), PSA_SUCCESS);
      EXPECT_EQ(store_.append(std::as_bytes(std::span(data))), PSA_SUCCESS);
      EXPECT_EQ(store_.commit(), PSA_SUCCESS);
    }
    void remove(std::uint64_t name) { EXPECT_EQ(store_.remove({0, name}), PSA_SUCCESS); }

   private:
    std::array<storage::Entry, kRecords> index_{};
    storage::Store store_{index_};
  };

  // The newest record of an object: all are named by versions.
  static std::uint64_t newest(const Attacker& attacker) { return *(attacker.names().end() - 2); }

  void expect_refused(psa_status_t status) {
    device_.reset();
    EXPECT_EQ(device_.get(kFirst, 1).status, status);
    EXPECT_EQ(device_.set(kFirst, 1, kText), status);
    EXPECT_EQ(device_.remove(kFirst, 1), status);
    EXPECT_EQ(device_.get_info(kFirst, 1).first, status);
  }

  Device device_;
};

// The functions.

TEST_P(OnDevice, an_asset_is_what_was_set_also_after_a_reset) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
  EXPECT_EQ(device_.set(kFirst, 1, {}, PSA_STORAGE_FLAG_NO_CONFIDENTIALITY), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).data, Data{});
  EXPECT_EQ(device_.get_info(kFirst, 1).second.flags, PSA_STORAGE_FLAG_NO_CONFIDENTIALITY);
  EXPECT_EQ(device_.remove(kFirst, 1), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_DOES_NOT_EXIST);
}

TEST_P(OnDevice, the_largest_asset_fits_and_a_larger_one_is_refused) {
  const Data largest(PS_MAX_ASSET_SIZE, 7);
  for (std::uint64_t uid = 1; uid <= PS_NUM_ASSETS; ++uid) {
    ASSERT_EQ(device_.set(kFirst, uid, largest), PSA_SUCCESS);
  }
  EXPECT_EQ(device_.set(kFirst, 99, {}), PSA_ERROR_INSUFFICIENT_STORAGE);
  for (unsigned i = 0; i < 30; ++i) {
    ASSERT_EQ(device_.set(kFirst, 1 + i % PS_NUM_ASSETS, largest), PSA_SUCCESS);
  }
  EXPECT_EQ(device_.set(kFirst, 1, Data(PS_MAX_ASSET_SIZE + 1)), PSA_ERROR_INSUFFICIENT_STORAGE);
  EXPECT_EQ(device_.get(kFirst, 1).data, largest);
  EXPECT_EQ(device_.remove(kFirst, 1), PSA_SUCCESS);
  EXPECT_EQ(device_.create(kFirst, 1, PS_MAX_ASSET_SIZE + 1), PSA_ERROR_INSUFFICIENT_STORAGE);
  EXPECT_EQ(device_.create(kFirst, 1, PS_MAX_ASSET_SIZE), PSA_SUCCESS);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 0, largest), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).data, largest);
}

TEST_P(OnDevice, a_part_is_read_from_its_offset_to_the_end_at_most) {
  const Data data{1, 2, 3, 4, 5};
  EXPECT_EQ(device_.set(kFirst, 1, data), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1, 1, 3).data, (Data{2, 3, 4}));
  EXPECT_EQ(device_.get(kFirst, 1, 3, 9).data, (Data{4, 5}));
  EXPECT_EQ(device_.get(kFirst, 1, 5, 9).status, PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1, 5, 9).data, Data{});
  EXPECT_EQ(device_.get(kFirst, 1, 6, 0).status, PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.get(kFirst, 1, UINT32_MAX, 1).status, PSA_ERROR_INVALID_ARGUMENT);
}

TEST_P(OnDevice, an_asset_grows_to_its_capacity_without_gaps) {
  EXPECT_EQ(device_.create(kFirst, 1, 10), PSA_SUCCESS);
  EXPECT_EQ(device_.create(kFirst, 1, 10), PSA_ERROR_ALREADY_EXISTS);
  EXPECT_EQ(device_.get_info(kFirst, 1).second.capacity, 10U);
  EXPECT_EQ(device_.get_info(kFirst, 1).second.size, 0U);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 1, {1}), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 0, Data(11)), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.set_extended(kFirst, 1, UINT32_MAX, Data(2)), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 0, {1, 2, 3, 4}), PSA_SUCCESS);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 1, {9}), PSA_SUCCESS);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 4, {5, 6, 7, 8, 9, 10}), PSA_SUCCESS);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 10, {1}), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.get(kFirst, 1).data, (Data{1, 9, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(device_.set_extended(kFirst, 2, 0, {1}), PSA_ERROR_DOES_NOT_EXIST);
}

TEST_P(OnDevice, what_is_written_once_stays) {
  EXPECT_EQ(device_.set(kFirst, 1, kText, PSA_STORAGE_FLAG_WRITE_ONCE), PSA_SUCCESS);
  EXPECT_EQ(device_.set(kFirst, 1, kOther), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(device_.set_extended(kFirst, 1, 0, {1}), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(device_.remove(kFirst, 1), PSA_ERROR_NOT_PERMITTED);
  EXPECT_EQ(device_.create(kFirst, 2, 1, PSA_STORAGE_FLAG_WRITE_ONCE), PSA_ERROR_NOT_SUPPORTED);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
}

TEST_P(OnDevice, a_request_that_is_wrong_is_refused) {
  EXPECT_EQ(device_.set(kFirst, 0, kText), PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.get(kFirst, 0).status, PSA_ERROR_INVALID_ARGUMENT);
  EXPECT_EQ(device_.remove(kFirst, 0), PSA_ERROR_INVALID_ARGUMENT);
  for (std::uint32_t flag = PSA_STORAGE_FLAG_NO_REPLAY_PROTECTION << 1U; flag != 0; flag <<= 1U) {
    EXPECT_EQ(device_.set(kFirst, 1, kText, flag), PSA_ERROR_NOT_SUPPORTED);
    EXPECT_EQ(device_.create(kFirst, 1, 1, flag), PSA_ERROR_NOT_SUPPORTED);
  }
  EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.get_info(kFirst, 1).first, PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.remove(kFirst, 1), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.send(kFirst, TFM_PS_GET, {Data(sizeof(tfm_ps_request) - 1)}, 1).status, PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(device_.send(kFirst, TFM_PS_GET, {}, 1).status, PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(device_.send(kFirst, TFM_PS_GET_SUPPORT + 1, {Data(sizeof(tfm_ps_request), 1)}, 1).status,
            PSA_ERROR_PROGRAMMER_ERROR);
  EXPECT_EQ(device_.send(kFirst, TFM_PS_GET_SUPPORT, {}, 0).status, PSA_STORAGE_SUPPORT_SET_EXTENDED);
}

TEST_P(OnDevice, clients_do_not_meet) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kSecond, 1).status, PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.get_info(kSecond, 1).first, PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.remove(kSecond, 1), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.set_extended(kSecond, 1, 0, {1}), PSA_ERROR_DOES_NOT_EXIST);
  EXPECT_EQ(device_.set(kSecond, 1, kOther), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
  EXPECT_EQ(device_.get(kSecond, 1).data, kOther);
  EXPECT_EQ(device_.remove(kSecond, 1), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
}

// What the board does not give.

TEST_P(OnDevice, without_a_device_key_everything_is_refused) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  device_.fake_crypto.has_device_key = false;
  expect_refused(PSA_ERROR_NOT_SUPPORTED);
}

TEST_P(OnDevice, without_a_seed_nothing_is_written_and_all_is_read) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  device_.fake_crypto.has_seed = false;
  EXPECT_EQ(device_.set(kFirst, 1, kOther), PSA_ERROR_INSUFFICIENT_ENTROPY);
  EXPECT_EQ(device_.remove(kFirst, 1), PSA_ERROR_INSUFFICIENT_ENTROPY);
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
}

TEST_P(OnDevice, counters_that_cannot_be_read_are_a_failure) {
  device_.counters_status = PSA_ERROR_STORAGE_FAILURE;
  expect_refused(PSA_ERROR_STORAGE_FAILURE);
}

// The power and the flash.

TEST_P(OnDevice, a_power_cut_leaves_the_old_content_or_the_new) {
  for (const bool has_counters : {true, false}) {
    const Cuts cuts = try_cuts(GetParam(), 1, 40, 17, has_counters);
    EXPECT_GT(cuts.tried, 200U);
    EXPECT_EQ(cuts.broken, 0U) << cuts.first;
  }
}

TEST_P(OnDevice, a_failing_flash_is_reported_and_loses_nothing) {
  for (std::uint64_t at = 4; at < 500; at += 7) {
    Device device(GetParam());
    Life life(device, 3);
    device.simulated.fail_at = at;
    EXPECT_THROW(
        for (unsigned i = 0; i < 60; ++i) {
          life.step();
          if (device.simulated.operations() > at) {
            throw std::runtime_error("a failure that no client saw");
          }
        },
        std::runtime_error);
    ASSERT_EQ(life.difference(), "") << at;
    for (unsigned i = 0; i < 20; ++i) {
      life.step();
    }
    device.reset();
    ASSERT_EQ(life.difference(), "") << at;
  }
}

TEST_P(OnDevice, flash_that_holds_something_else_is_refused_and_not_erased) {
  for (std::uint32_t i = 0; i < device_.simulated.size(); ++i) {
    device_.simulated.bytes[i] = static_cast<std::uint8_t>(i * 7);
  }
  const std::vector<std::uint8_t> bytes = device_.simulated.bytes;
  expect_refused(PSA_ERROR_DATA_CORRUPT);
  EXPECT_EQ(device_.simulated.bytes, bytes);
}

// One flipped bit in every byte: the right content, or an error. Never another content, and no asset is lost or back.
TEST_P(OnDevice, a_flipped_bit_is_corrected_or_found) {
  Life life(device_, 5);
  for (unsigned i = 0; i < 15; ++i) {
    life.step();
  }
  const SimulatedFlash before = device_.simulated;
  const ps_counters counters = device_.counters.value();
  unsigned found = 0;
  for (std::uint32_t byte = 0; byte < before.size(); ++byte) {
    device_.simulated = before;
    device_.counters = counters;
    device_.simulated.flip(byte, byte % 8);
    device_.reset();
    const Found now = assets_of(device_);
    const bool is_named = now.status == PSA_ERROR_INVALID_SIGNATURE || now.status == PSA_ERROR_DATA_CORRUPT;
    ASSERT_TRUE(now.status == PSA_SUCCESS || is_named) << byte << ": " << now.status;
    for (const auto& [name, asset] : now.assets) {
      ASSERT_TRUE(life.after.contains(name) && life.after[name] == asset) << byte;
    }
    ASSERT_TRUE(now.status != PSA_SUCCESS || now.assets == life.after) << byte;
    found += now.status != PSA_SUCCESS ? 1 : 0;
  }
  EXPECT_GT(found, 50U);
}

// The attacker.

TEST_P(OnDevice, the_content_is_not_in_the_flash) {
  const Data secret{'s', 'e', 'c', 'r', 'e', 't', '!', '!'};
  EXPECT_EQ(device_.set(kFirst, 1, secret), PSA_SUCCESS);
  const auto& bytes = device_.simulated.bytes;
  EXPECT_EQ(std::search(bytes.begin(), bytes.end(), secret.begin(), secret.end()), bytes.end());
}

TEST_P(OnDevice, every_changed_byte_of_an_object_is_found) {
  EXPECT_EQ(device_.set(kFirst, 2, kOther), PSA_SUCCESS);
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  const std::uint64_t name = newest(Attacker());
  const Data right = Attacker().read(name);
  for (std::size_t i = 0; i < right.size(); ++i) {
    Data wrong = right;
    wrong[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    Attacker().write(name, wrong);
    device_.reset();
    EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_INVALID_SIGNATURE) << i;
    EXPECT_EQ(device_.set_extended(kFirst, 1, 0, {1}), PSA_ERROR_INVALID_SIGNATURE) << i;
    EXPECT_EQ(device_.get(kFirst, 2).data, kOther);
  }
  for (const std::size_t size : {std::size_t{1}, std::size_t{28}, right.size() - 1, right.size() + 1}) {
    Data wrong = right;
    wrong.resize(size);
    Attacker().write(name, wrong);
    device_.reset();
    EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_INVALID_SIGNATURE) << size;
  }
  Attacker().remove(name);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
}

TEST_P(OnDevice, every_changed_byte_of_the_root_is_found) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  const Data right = Attacker().read(kRoot);
  for (std::size_t i = 0; i < right.size(); ++i) {
    Data wrong = right;
    wrong[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    Attacker().write(kRoot, wrong);
    expect_refused(PSA_ERROR_INVALID_SIGNATURE);
  }
  for (const std::size_t size : {std::size_t{1}, std::size_t{28}, right.size() - 1, right.size() + 1}) {
    Data wrong = right;
    wrong.resize(size);
    Attacker().write(kRoot, wrong);
    expect_refused(PSA_ERROR_INVALID_SIGNATURE);
  }
  Attacker().write(kRoot, right);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
  Attacker().remove(kRoot);
  expect_refused(PSA_ERROR_INVALID_SIGNATURE);
}

TEST_P(OnDevice, exchanged_objects_are_found) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  EXPECT_EQ(device_.set(kSecond, 1, kOther), PSA_SUCCESS);
  const std::vector<std::uint64_t> names = Attacker().names();
  ASSERT_EQ(names.size(), 3U);
  const Data first = Attacker().read(names[0]);
  const Data second = Attacker().read(names[1]);
  Attacker().write(names[0], second);
  Attacker().write(names[1], first);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_INVALID_SIGNATURE);
  EXPECT_EQ(device_.get(kSecond, 1).status, PSA_ERROR_INVALID_SIGNATURE);
}

TEST_P(OnDevice, an_older_record_of_an_object_is_found) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  const Data old = Attacker().read(newest(Attacker()));
  EXPECT_EQ(device_.set(kFirst, 1, kOther), PSA_SUCCESS);
  Attacker().write(newest(Attacker()), old);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_INVALID_SIGNATURE);
}

TEST_P(OnDevice, an_older_flash_is_found_also_with_power_cuts) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    EXPECT_EQ(accepted_copy(GetParam(), seed, 25), "") << seed;
  }
}

// The attacker keeps a change that a power cut interrupted, puts back what was in front of it, and tries it later.
TEST_P(OnDevice, a_change_that_was_cut_off_and_did_not_happen_does_not_happen_later) {
  unsigned tried = 0;
  for (std::uint64_t at = 0; at < 60; ++at) {
    Device device(GetParam());
    EXPECT_EQ(device.set(kFirst, 1, kText), PSA_SUCCESS);
    const SimulatedFlash before = device.simulated;
    device.simulated.cut_at(at, Tear::nothing);
    try {
      (void)device.set(kFirst, 1, kOther);
      break;
    } catch (const Cut&) {
    }
    SimulatedFlash kept = device.simulated;
    kept.never_cut();
    device.simulated = before;
    device.reset();
    if (device.get(kFirst, 1).data != kText) {
      continue;  // it had happened
    }
    device.simulated = kept;
    device.reset();
    const Answer later = device.get(kFirst, 1);
    EXPECT_TRUE(later.status == PSA_ERROR_INVALID_SIGNATURE || later.data == kText) << at;
    tried += later.status == PSA_ERROR_INVALID_SIGNATURE ? 1 : 0;
  }
  EXPECT_GT(tried, 0U);
}

TEST_P(OnDevice, an_erased_flash_is_found) {
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  device_.simulated = SimulatedFlash(GetParam());
  expect_refused(PSA_ERROR_INVALID_SIGNATURE);
}

// What the manual says of a device without counters.
TEST_P(OnDevice, without_counters_an_older_flash_is_accepted_and_nothing_else) {
  device_.counters.reset();
  EXPECT_EQ(device_.set(kFirst, 1, kText), PSA_SUCCESS);
  const SimulatedFlash old = device_.simulated;
  EXPECT_EQ(device_.set(kFirst, 1, kOther), PSA_SUCCESS);
  const Data record = Attacker().read(newest(Attacker()));
  device_.simulated = old;
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).data, kText);
  Attacker().write(newest(Attacker()), record);
  device_.reset();
  EXPECT_EQ(device_.get(kFirst, 1).status, PSA_ERROR_INVALID_SIGNATURE);
}

INSTANTIATE_TEST_SUITE_P(units, OnDevice, testing::ValuesIn(kPsGeometries),
                         [](const auto& each) { return "of_" + std::to_string(each.param.program_unit); });

}  // namespace
