// SPDX-License-Identifier: Apache-2.0

// `postern verify-token`: a token that a device made on QEMU, and everything that a stranger can send instead of it.
#include "token/token.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "../support/process.hpp"
#include "text/files.hpp"
#include "token/cbor.hpp"

namespace postern::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using token::bytes_of_hex;
using token::Malformed;
using token::PublicKey;
using token::read_cbor;
using token::Signature;
using token::verify;

// Signed with the key of RFC 6979, appendix A.2.5.
constexpr const char* kToken =
    "d28443a10126a0590175a80a5820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f1901"
    "00582101b18b86ce1389e46de87aa4a5131ce83c1160fa33c087ab15b863574d31d8ff3c19010978217461673a707361"
    "6365727469666965642e6f72672c323032333a7073612374666d19010c582072f370aa99e6aa055650ca98e0dab085ea"
    "254afc5d057beea5d09ded9964a1d019095a3a3bffffff19095b0019095c5820706f737465726e20747269616c206b65"
    "792c206e6f7420612070726f6475637419095f82a40163535045025820debbd891169a7ce130667afe44fcd5f86d726a"
    "626e4bd5bcfd72314641e8dc990558200000000000000000000000000000000000000000000000000000000000000000"
    "06677368612d323536a401644e53504502582006c7ca1ec3ec861ade5473354f95085032a698e66afec0e080a8dad3f6"
    "a30029055820000000000000000000000000000000000000000000000000000000000000000006677368612d32353658"
    "407497397de2c18ad037223ba8f1182575ce67b7c54cf4f40ba874d1cdfb546eef7757ae117c34a641808f35a02e95b8"
    "982003bc5b14e8eef79658fc2ffc064f98";
constexpr const char* kPoint =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f51"
    "77"
    "a3c294d4462299";
constexpr const char* kOtherPoint =
    "04515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2"
    "cc"
    "0a56f17d9f9354";
constexpr const char* kChallenge = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
constexpr std::size_t kSignatureSize = 64;

std::string token() { return bytes_of_hex(kToken); }

/// The head of an item, in its shortest form up to two bytes.
std::string head(unsigned major, std::size_t argument) {
  const auto first = static_cast<char>(major << 5U);
  if (argument < 24) {
    return {static_cast<char>(static_cast<unsigned char>(first) | argument)};
  }
  if (argument < 0x100) {
    return {static_cast<char>(static_cast<unsigned char>(first) | 24U), static_cast<char>(argument)};
  }
  return {static_cast<char>(static_cast<unsigned char>(first) | 25U), static_cast<char>(argument >> 8U),
          static_cast<char>(argument)};
}
std::string number(std::size_t value) { return head(0, value); }
std::string bytes(const std::string& text) { return head(2, text.size()) + text; }
std::string text(const std::string& text) { return head(3, text.size()) + text; }

using Claims = std::map<std::size_t, std::string>;

std::string component() {
  return head(5, 2) + number(2) + bytes(std::string(32, 'm')) + number(5) + bytes(std::string(32, 's'));
}

/// Everything that has to be there.
Claims claims() {
  return {{10, bytes(std::string(32, 'c'))},
          {256, bytes("\1" + std::string(32, 'd'))},
          {265, text("tag:psacertified.org,2023:psa#tfm")},
          {2394, number(7)},
          {2395, number(0x3000)},
          {2396, bytes(std::string(32, 'i'))},
          {2399, head(4, 1) + component()}};
}

std::string message(const std::string& payload, const std::string& header = "\xa1\x01\x26") {
  return head(6, 18) + head(4, 4) + bytes(header) + head(5, 0) + bytes(payload) +
         bytes(std::string(kSignatureSize, 's'));
}

std::string message(const Claims& claims) {
  std::string map = head(5, claims.size());
  for (const auto& [key, value] : claims) {
    map += number(key) + value;
  }
  return message(map);
}

std::vector<std::string> faults_of(const std::string& message) { return verify(message, nullptr, "").faults; }

/// With this claim in place of the right one; an empty one is missing.
std::vector<std::string> faults_with(std::size_t key, const std::string& value) {
  Claims all = claims();
  all[key] = value;
  if (value.empty()) {
    all.erase(key);
  }
  return faults_of(message(all));
}

TEST(token, a_token_of_a_device_is_valid) {
  const PublicKey key(kPoint);
  const token::Verdict verdict = verify(token(), &key, bytes_of_hex(kChallenge));
  EXPECT_TRUE(verdict.is_valid());
  EXPECT_THAT(verdict.faults, IsEmpty());
  EXPECT_EQ(verdict.claims.lifecycle, 0);
  EXPECT_EQ(verdict.claims.implementation, "postern trial key, not a product");
  ASSERT_EQ(verdict.claims.components.size(), 2U);
  EXPECT_EQ(verdict.claims.components[0].type, "SPE");
  EXPECT_EQ(verdict.claims.components[1].type, "NSPE");
  EXPECT_THAT(verdict.warnings, Contains(HasSubstr("trial key, which is public")));
}

TEST(token, without_a_key_it_is_not_valid) {
  const token::Verdict verdict = verify(token(), nullptr, "");
  EXPECT_EQ(verdict.signature, Signature::not_checked);
  EXPECT_THAT(verdict.faults, IsEmpty());
  EXPECT_FALSE(verdict.is_valid());
}

TEST(token, another_key_or_challenge_does_not_verify) {
  const PublicKey key(kPoint);
  const PublicKey other(kOtherPoint);
  EXPECT_EQ(verify(token(), &other, "").signature, Signature::invalid);
  EXPECT_THAT(verify(token(), &key, std::string(32, 'x')).faults, Contains(HasSubstr("challenge")));
}

TEST(token, with_any_bit_flipped_it_is_not_valid) {
  const PublicKey key(kPoint);
  const std::string right = token();
  for (std::size_t bit = 0; bit < right.size() * 8; ++bit) {
    std::string wrong = right;
    wrong[bit / 8] = static_cast<char>(static_cast<unsigned char>(wrong[bit / 8]) ^ 1U << bit % 8);
    EXPECT_FALSE(verify(wrong, &key, "").is_valid()) << bit;
  }
}

TEST(token, with_a_byte_less_or_more_it_is_not_valid) {
  const PublicKey key(kPoint);
  for (std::size_t size = 0; size < token().size(); ++size) {
    EXPECT_FALSE(verify(token().substr(0, size), &key, "").is_valid()) << size;
  }
  EXPECT_THAT(faults_of(token() + '\0'), Contains(HasSubstr("ends before the data")));
}

TEST(token, every_claim_is_needed) {
  EXPECT_THAT(faults_of(message(claims())), IsEmpty());
  for (const auto& [key, value] : claims()) {
    EXPECT_THAT(faults_with(key, ""), Contains(HasSubstr(fmt::format("the claim {} ", key)))) << key;
    EXPECT_THAT(faults_with(key, "\xf4"), Contains(HasSubstr(fmt::format("the claim {} ", key)))) << key;
  }
}

TEST(token, a_claim_of_a_wrong_size_is_a_fault) {
  EXPECT_THAT(faults_with(10, bytes(std::string(31, 'c'))), Contains(HasSubstr("32, 48 or 64")));
  EXPECT_THAT(faults_with(256, bytes("\1" + std::string(31, 'd'))), Contains(HasSubstr("1 and 32 bytes")));
  EXPECT_THAT(faults_with(256, bytes("\2" + std::string(32, 'd'))), Contains(HasSubstr("1 and 32 bytes")));
  EXPECT_THAT(faults_with(265, text("http://arm.com/psa/2.0.0")), Contains(HasSubstr("profile")));
  EXPECT_THAT(faults_with(268, bytes("short")), Contains(HasSubstr("8 to 32")));
  EXPECT_THAT(faults_with(2395, head(1, 0)), Contains(HasSubstr("16 bits")));
  EXPECT_THAT(faults_with(2394, std::string("\x1b\x80\0\0\0\0\0\0\0", 9)), Contains(HasSubstr("32 bits")));
  EXPECT_THAT(faults_with(2396, bytes("short")), Contains(HasSubstr("32 bytes")));
  EXPECT_THAT(faults_with(2398, bytes("no text")), Contains(HasSubstr("not a text")));
  EXPECT_THAT(faults_with(2399, head(4, 0)), Contains(HasSubstr("an entry")));
  EXPECT_THAT(faults_with(2399, head(4, 1) + head(5, 1) + number(2) + bytes("short")),
              Contains(HasSubstr("no measurement")));
  EXPECT_THAT(faults_with(2399, head(4, 1) + head(5, 1) + number(2) + bytes(std::string(32, 'm'))),
              Contains(HasSubstr("no signer")));
  EXPECT_THAT(faults_with(2399, head(4, 1) + head(5, 1) + number(2) + text("no bytes")),
              Contains(HasSubstr("another type")));
}

TEST(token, what_is_not_a_token_is_refused) {
  EXPECT_THAT(faults_of(head(6, 17) + token().substr(1)), Contains(HasSubstr("tag 18")));
  EXPECT_THAT(faults_of(head(6, 18) + head(4, 3) + bytes("") + head(5, 0) + bytes("")), Contains(HasSubstr("four")));
  EXPECT_THAT(faults_of(head(6, 18) + head(5, 0)), Contains(HasSubstr("tag 18")));
  EXPECT_THAT(faults_of(token().substr(1)), Contains(HasSubstr("tag 18")));
  EXPECT_THAT(faults_of(message(number(1))), Contains(HasSubstr("map of claims")));
  EXPECT_THAT(faults_of(message(head(5, 0), "\xa1\x01\x38\x22")), Contains(HasSubstr("ES256")));
  EXPECT_THAT(faults_of(message(head(5, 0), "")), Contains(HasSubstr("too early")));
  EXPECT_THAT(faults_of(std::string(0x10001, 'x')), Contains(HasSubstr("so large")));
}

std::string refusal_of(const std::string& input) {
  try {
    (void)read_cbor(input);
  } catch (const Malformed& problem) {
    return problem.what();
  }
  return "";
}

TEST(cbor, what_is_nested_too_deeply_is_refused) {
  constexpr std::size_t deep = 10000;
  EXPECT_THAT(refusal_of(std::string(deep, '\x81') + '\0'), HasSubstr("nested"));
  EXPECT_THAT(refusal_of(std::string(deep, '\xc1') + '\0'), HasSubstr("nested"));
  std::string maps;
  for (std::size_t i = 0; i < deep; ++i) {
    maps += "\xa1\x01";
  }
  EXPECT_THAT(refusal_of(maps + '\0'), HasSubstr("nested"));
  EXPECT_EQ(refusal_of(std::string(token::kDeepest - 1, '\x81') + '\0'), "");
}

TEST(cbor, a_length_that_is_not_there_is_refused) {
  for (const char* first : {"\x5b", "\x7b", "\x9b", "\xbb"}) {
    EXPECT_THAT(refusal_of(first + std::string(8, '\xff')), HasSubstr("too early"));
    EXPECT_NE(refusal_of(first + std::string(8, '\x7f') + std::string(100, '\0')), "");
  }
  EXPECT_THAT(refusal_of("\x42\x01"), HasSubstr("too early"));
  EXPECT_THAT(refusal_of("\x82\x01"), HasSubstr("too early"));
  EXPECT_THAT(refusal_of("\xa1\x01"), HasSubstr("too early"));
  EXPECT_THAT(refusal_of("\xc1"), HasSubstr("too early"));
  EXPECT_THAT(refusal_of("\x19\x01"), HasSubstr("too early"));
  EXPECT_THAT(refusal_of(""), HasSubstr("too early"));
}

TEST(cbor, a_form_that_is_not_deterministic_is_refused) {
  for (const char* unknown : {"\x5f\xff", "\x7f\xff", "\x9f\xff", "\xbf\xff", "\x1f", "\xdf\x01"}) {
    EXPECT_THAT(refusal_of(unknown), HasSubstr("not known in advance"));
  }
  EXPECT_THAT(refusal_of("\x18\x17"), HasSubstr("longer than it must be"));
  EXPECT_THAT(refusal_of(std::string("\x19\0\xff", 3)), HasSubstr("longer than it must be"));
  EXPECT_THAT(refusal_of(std::string("\x1a\0\0\xff\xff", 5)), HasSubstr("longer than it must be"));
  EXPECT_THAT(refusal_of(std::string("\x1b\0\0\0\0\xff\xff\xff\xff", 9)), HasSubstr("longer than it must be"));
  EXPECT_THAT(refusal_of("\xa2\x02\x01\x01\x01"), HasSubstr("not in order"));
  EXPECT_THAT(refusal_of("\xa2\x01\x01\x01\x01"), HasSubstr("twice"));
  for (const char* other : {"\xf9\x3c\x01", "\xfb\x01\x01\x01\x01\x01\x01\x01\x01", "\xf8\x20", "\xff"}) {
    EXPECT_NE(refusal_of(other), "");
  }
}

TEST(cbor, random_changes_never_break_the_reader) {
  std::mt19937 engine(1);
  const auto below = [&](std::size_t end) { return engine() % end; };
  for (unsigned round = 0; round < 100000; ++round) {
    std::string changed = token();
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
      const std::size_t at = below(changed.size());
      switch (below(3)) {
        case 0: changed[at] = static_cast<char>(below(256)); break;
        case 1: changed.erase(at, 1 + below(8)); break;
        default: changed.insert(at, 1 + below(8), static_cast<char>(below(256))); break;
      }
      changed += changed.empty() ? "x" : "";
    }
    (void)in_words(verify(changed, nullptr, ""));
  }
}

TEST(token, a_text_of_a_token_reaches_no_terminal_raw) {
  Claims all = claims();
  all[2400] = text("\x1b[31m");
  const token::Verdict verdict = verify(message(all), nullptr, "");
  EXPECT_EQ(in_words(verdict).find('\x1b'), std::string::npos);
  EXPECT_EQ(as_json(verdict).find('\x1b'), std::string::npos);
}

TEST(token, a_key_is_taken_in_each_form) {
  const std::string point = bytes_of_hex(kPoint);
  const std::string der = bytes_of_hex("3059301306072a8648ce3d020106082a8648ce3d030107034200") + point;
  EXPECT_EQ(PublicKey(der).point(), point);
  EXPECT_EQ(PublicKey(std::string(kPoint).substr(2)).point(), point);
  EXPECT_EQ(PublicKey("-----BEGIN PUBLIC KEY-----\n"
                      "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7\n"
                      "Yfps5mliLmDyn7Z5A/4QCLi8maQa6elWKLxk8vGyDC1+n1F3o8KU1EYimQ==\n"
                      "-----END PUBLIC KEY-----\n")
                .point(),
            point);
}

TEST(token, what_is_no_key_of_the_curve_is_refused) {
  std::string not_on_the_curve = kPoint;
  not_on_the_curve.back() = '8';
  for (const std::string& wrong : {std::string(), std::string("x"), not_on_the_curve, std::string(kPoint) + "00",
                                   "05" + std::string(kPoint).substr(2), std::string("-----BEGIN PUBLIC KEY-----\n")}) {
    EXPECT_THROW(PublicKey{wrong}, token::BadKey) << wrong;
  }
}

Outcome verify_token(const std::string& arguments) {
  return run(std::string(POSTERN_EXECUTABLE) + " verify-token " + arguments);
}

TEST(token, the_command_exits_with_0_1_or_2) {
  const std::string file = ::testing::TempDir() + "postern_token";
  ASSERT_TRUE(write_if_changed(file, token()));
  const std::string key = std::string(" --key ") + kPoint;
  const std::string challenge = std::string(" --challenge ") + kChallenge;
  EXPECT_EQ(verify_token(file + key + challenge).status, 0);
  EXPECT_THAT(verify_token(file + key).text, HasSubstr("signature        valid"));
  EXPECT_EQ(verify_token(file).status, 1);
  EXPECT_EQ(verify_token(file + " --key " + kOtherPoint).status, 1);
  EXPECT_EQ(verify_token(file + key + " --challenge 00").status, 1);
  EXPECT_EQ(verify_token("-" + key).status, 1);  // standard input is empty
  EXPECT_EQ(verify_token("").status, 2);
  EXPECT_EQ(verify_token(file + "_missing" + key).status, 2);
  EXPECT_EQ(verify_token(file + " --key nothing").status, 2);
  EXPECT_EQ(verify_token(file + key + " --challenge xy").status, 2);
  EXPECT_EQ(verify_token(file + key + " --format=xml").status, 2);
}

TEST(token, the_command_takes_digits_and_prints_json) {
  const std::string file = ::testing::TempDir() + "postern_token_digits";
  ASSERT_TRUE(write_if_changed(file, std::string(kToken) + "\n"));
  const Outcome result = verify_token(file + " --key " + kPoint + " --format=json 2>/dev/null");
  EXPECT_EQ(result.status, 0);
  const nlohmann::json answer = nlohmann::json::parse(result.text);
  EXPECT_TRUE(answer["valid"].get<bool>());
  EXPECT_EQ(answer["claims"]["challenge"], kChallenge);
  EXPECT_EQ(answer["claims"]["programs"].size(), 2U);
}

}  // namespace
}  // namespace postern::testing
