// SPDX-License-Identifier: Apache-2.0

// The encoder of tokens: examples of CBOR from RFC 8949, appendix A, and a whole token that another encoder (Python's
// cbor2, in its canonical form) made of the same claims.
#include "token.h"

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "cbor.h"

namespace {

std::string hex_of(const std::uint8_t* bytes, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    text += "0123456789abcdef"[bytes[i] >> 4U];
    text += "0123456789abcdef"[bytes[i] & 0xFU];
  }
  return text;
}

std::string encoded(const std::function<void(cbor*)>& encode) {
  std::array<std::uint8_t, 64> space{};
  cbor to{space.data(), space.size(), 0};
  encode(&to);
  return hex_of(space.data(), to.size);
}

TEST(Cbor, encodes_numbers_as_in_rfc_8949) {
  const std::vector<std::pair<std::uint32_t, std::string>> examples = {
      {0, "00"},     {1, "01"},        {10, "0a"},
      {23, "17"},    {24, "1818"},     {25, "1819"},
      {100, "1864"}, {1000, "1903e8"}, {1000000, "1a000f4240"}};
  for (const auto& [value, expected] : examples) {
    EXPECT_EQ(encoded([&](cbor* to) { cbor_unsigned(to, value); }), expected);
    EXPECT_EQ(encoded([&](cbor* to) { cbor_integer(to, static_cast<std::int32_t>(value)); }), expected);
  }
  const std::vector<std::pair<std::int32_t, std::string>> negative = {
      {-1, "20"}, {-10, "29"}, {-100, "3863"}, {-1000, "3903e7"}};
  for (const auto& [value, expected] : negative) {
    EXPECT_EQ(encoded([&](cbor* to) { cbor_integer(to, value); }), expected);
  }
}

TEST(Cbor, takes_the_shortest_form_at_each_boundary) {
  const std::vector<std::pair<std::uint32_t, std::string>> examples = {
      {255, "18ff"}, {256, "190100"}, {65535, "19ffff"}, {65536, "1a00010000"}, {0xFFFFFFFF, "1affffffff"}};
  for (const auto& [value, expected] : examples) {
    EXPECT_EQ(encoded([&](cbor* to) { cbor_unsigned(to, value); }), expected);
  }
  EXPECT_EQ(encoded([](cbor* to) { cbor_integer(to, std::numeric_limits<std::int32_t>::min()); }), "3a7fffffff");
}

TEST(Cbor, encodes_strings_arrays_maps_and_tags_as_in_rfc_8949) {
  const std::array<std::uint8_t, 4> bytes{1, 2, 3, 4};
  EXPECT_EQ(encoded([](cbor* to) { cbor_bytes(to, nullptr, 0); }), "40");
  EXPECT_EQ(encoded([&](cbor* to) { cbor_bytes(to, bytes.data(), bytes.size()); }), "4401020304");
  EXPECT_EQ(encoded([](cbor* to) { cbor_text(to, ""); }), "60");
  EXPECT_EQ(encoded([](cbor* to) { cbor_text(to, "a"); }), "6161");
  EXPECT_EQ(encoded([](cbor* to) { cbor_text(to, "IETF"); }), "6449455446");
  EXPECT_EQ(encoded([](cbor* to) { cbor_array(to, 0); }), "80");
  EXPECT_EQ(encoded([](cbor* to) { cbor_map(to, 0); }), "a0");
  EXPECT_EQ(encoded([](cbor* to) {
              cbor_array(to, 3);
              cbor_unsigned(to, 1);
              cbor_unsigned(to, 2);
              cbor_unsigned(to, 3);
            }),
            "83010203");
  EXPECT_EQ(encoded([](cbor* to) {
              cbor_map(to, 2);
              cbor_unsigned(to, 1);
              cbor_unsigned(to, 2);
              cbor_unsigned(to, 3);
              cbor_unsigned(to, 4);
            }),
            "a201020304");
  EXPECT_EQ(encoded([](cbor* to) {
              cbor_tag(to, 1);
              cbor_unsigned(to, 1363896240);
            }),
            "c11a514b67b0");
}

TEST(Cbor, writes_nothing_past_its_room_and_counts_on) {
  std::array<std::uint8_t, 3> space{0xEE, 0xEE, 0xEE};
  cbor to{space.data(), 2, 0};
  cbor_text(&to, "IETF");
  EXPECT_EQ(to.size, 5U);
  EXPECT_EQ(hex_of(space.data(), space.size()), "6449ee");
}

std::array<std::uint8_t, 33> filled(std::uint8_t first, std::uint8_t rest) {
  std::array<std::uint8_t, 33> bytes{};
  bytes.fill(rest);
  bytes[0] = first;
  return bytes;
}

class Token : public testing::Test {
 protected:
  Token() {
    for (std::size_t i = 0; i < challenge_.size(); ++i) {
      challenge_[i] = static_cast<std::uint8_t>(i);
    }
    signature_.fill(0x66);
    claims_.challenge = challenge_.data();
    claims_.challenge_size = 32;
    claims_.instance_id = instance_.data();
    claims_.boot_seed = seed_.data();
    claims_.implementation_id = implementation_.data();
    claims_.secure_program = secure_.data();
    claims_.non_secure_program = non_secure_.data();
    claims_.client = -2;
    claims_.lifecycle = 0x3000;
    claims_.certification_reference = "1234567890123-12345";
    claims_.verifier = "https://verifier.example/1";
  }

  std::array<std::uint8_t, 64> challenge_{};
  std::array<std::uint8_t, 33> instance_ = filled(1, 0x11);
  std::array<std::uint8_t, 33> seed_ = filled(0x22, 0x22);
  std::array<std::uint8_t, 33> implementation_ = filled(0x33, 0x33);
  std::array<std::uint8_t, 33> secure_ = filled(0x44, 0x44);
  std::array<std::uint8_t, 33> non_secure_ = filled(0x55, 0x55);
  std::array<std::uint8_t, 64> signature_{};
  token_claims claims_{};
  std::array<std::uint8_t, 640> space_{};
};

TEST_F(Token, signs_the_structure_of_rfc_9052_and_is_what_another_encoder_makes) {
  const std::string to_sign =
      "846a5369676e61747572653143a10126405901a9aa0a5820000102030405060708090a0b0c0d0e0f1011121314151617"
      "18191a1b1c1d1e1f19010058210111111111111111111111111111111111111111111111111111111111111111111901"
      "0978217461673a7073616365727469666965642e6f72672c323032333a7073612374666d19010c582022222222222222"
      "2222222222222222222222222222222222222222222222222219095a2119095b19300019095c58203333333333333333"
      "33333333333333333333333333333333333333333333333319095e73313233343536373839303132332d313233343519"
      "095f82a40163535045025820444444444444444444444444444444444444444444444444444444444444444405582000"
      "0000000000000000000000000000000000000000000000000000000000000006677368612d323536a401644e53504502"
      "582055555555555555555555555555555555555555555555555555555555555555550558200000000000000000000000"
      "00000000000000000000000000000000000000000006677368612d323536190960781a68747470733a2f2f7665726966"
      "6965722e6578616d706c652f31";
  const std::string token =
      "d28443a10126a05901a9aa0a5820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f1901"
      "00582101111111111111111111111111111111111111111111111111111111111111111119010978217461673a707361"
      "6365727469666965642e6f72672c323032333a7073612374666d19010c58202222222222222222222222222222222222"
      "22222222222222222222222222222219095a2119095b19300019095c5820333333333333333333333333333333333333"
      "333333333333333333333333333319095e73313233343536373839303132332d313233343519095f82a4016353504502"
      "582044444444444444444444444444444444444444444444444444444444444444440558200000000000000000000000"
      "00000000000000000000000000000000000000000006677368612d323536a401644e5350450258205555555555555555"
      "555555555555555555555555555555555555555555555555055820000000000000000000000000000000000000000000"
      "000000000000000000000006677368612d323536190960781a68747470733a2f2f76657269666965722e6578616d706c"
      "652f31584066666666666666666666666666666666666666666666666666666666666666666666666666666666666666"
      "666666666666666666666666666666666666666666";
  const std::size_t signed_size = token_to_sign(&claims_, space_.data(), space_.size());
  EXPECT_EQ(hex_of(space_.data(), signed_size), to_sign);
  EXPECT_EQ(token_finish(space_.data(), signed_size, signature_.data()), token.size() / 2);
  EXPECT_EQ(hex_of(space_.data() + TOKEN_AT, token.size() / 2), token);
  EXPECT_EQ(token_size(&claims_), token.size() / 2);
}

TEST_F(Token, has_the_announced_size_with_any_claims) {
  for (unsigned without = 0; without < 8; ++without) {
    for (const std::size_t size : {32U, 48U, 64U}) {
      token_claims claims = claims_;
      claims.challenge_size = size;
      claims.boot_seed = (without & 1U) != 0 ? nullptr : claims.boot_seed;
      claims.certification_reference = (without & 2U) != 0 ? nullptr : claims.certification_reference;
      claims.verifier = (without & 4U) != 0 ? nullptr : claims.verifier;
      const std::size_t signed_size = token_to_sign(&claims, space_.data(), space_.size());
      ASSERT_NE(signed_size, 0U);
      EXPECT_EQ(token_finish(space_.data(), signed_size, signature_.data()), token_size(&claims));
    }
  }
}

TEST_F(Token, is_refused_by_a_space_that_lacks_one_byte) {
  const std::size_t needed = TOKEN_AT + token_size(&claims_);
  std::vector<std::uint8_t> space(needed);
  EXPECT_EQ(token_to_sign(&claims_, space.data(), needed - 1), 0U);
  const std::size_t signed_size = token_to_sign(&claims_, space.data(), needed);
  ASSERT_NE(signed_size, 0U);
  EXPECT_EQ(token_finish(space.data(), signed_size, signature_.data()), token_size(&claims_));
}

}  // namespace
