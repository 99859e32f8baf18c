// SPDX-License-Identifier: Apache-2.0

// SHA-256 of the boot code: the examples of FIPS 180-2, appendix B, and lengths around a block.
#include "sha256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

std::string hash_of(const std::string& text, std::size_t piece = 1U << 20U) {
  port::Sha256 sum;
  for (std::size_t i = 0; i < text.size(); i += piece) {
    const std::string part = text.substr(i, piece);
    sum.add(reinterpret_cast<const std::uint8_t*>(part.data()), part.size());
  }
  std::string hex;
  for (const std::uint8_t byte : sum.finish()) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 0xFU];
  }
  return hex;
}

TEST(Sha256, gives_the_published_results) {
  EXPECT_EQ(hash_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hash_of(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, pads_to_one_block_or_two) {
  EXPECT_EQ(hash_of(std::string(55, 'a')), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(hash_of(std::string(56, 'a')), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  EXPECT_EQ(hash_of(std::string(64, 'a')), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST(Sha256, does_not_depend_on_the_pieces) {
  const std::string text(1000, 'x');
  for (const std::size_t piece : {1U, 3U, 63U, 64U, 65U}) {
    EXPECT_EQ(hash_of(text, piece), hash_of(text));
  }
}

}  // namespace
