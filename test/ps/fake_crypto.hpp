// SPDX-License-Identifier: Apache-2.0

// The Crypto service as Protected Storage sees it, fast enough for many histories: a stream and a tag that depend on
// every byte, the nonce and the authenticated words. It is no cipher. It throws when a nonce is used for a second
// message.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

class FakeCrypto {
 public:
  // What was sealed with each nonce.
  std::map<std::string, std::vector<std::uint8_t>> sealed;
  // Random numbers that are all the same show whether nonces rely on them alone.
  bool is_random = true;
  bool has_seed = true;
  bool has_device_key = true;
  std::uint64_t state = 1;
};

// What the functions of psa/crypto.h use.
inline FakeCrypto* crypto = nullptr;
