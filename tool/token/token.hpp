// SPDX-License-Identifier: Apache-2.0

// `postern verify-token`: reads a PSA token (RFC 9783) in COSE_Sign1, checks its signature and what each claim must be,
// and says in words what it claims. main.cpp calls it. What a verifier still has to do is to compare the claims with
// what it expects of this device.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "token/public_key.hpp"

namespace postern::token {

/// A program of the device. Strings are bytes; empty: not claimed.
struct Component {
  std::string type;
  std::string value;
  std::string version;
  std::string signer;
  std::string algorithm;
};

/// Strings are bytes or text as in the token; empty: not claimed.
struct Claims {
  std::string challenge;
  std::string device;
  std::string profile;
  std::string boot_seed;
  std::optional<std::int64_t> client;
  std::optional<std::int64_t> lifecycle;
  std::string implementation;
  std::string certification;
  std::vector<Component> components;
  std::string verifier;
  unsigned others = 0;  // claims that this profile does not have
};

enum class Signature { not_checked, valid, invalid };

struct Verdict {
  Claims claims;
  Signature signature = Signature::not_checked;
  std::vector<std::string> faults;    // why the token is not valid
  std::vector<std::string> warnings;  // what a valid token does not prove

  [[nodiscard]] bool is_valid() const { return signature == Signature::valid && faults.empty(); }
};

/// Without a key the signature is not checked. `challenge` must be the token's, unless it is empty. A token that makes
/// no sense is a verdict with a fault.
[[nodiscard]] Verdict verify(std::string_view token, const PublicKey* key, std::string_view challenge);

[[nodiscard]] std::string in_words(const Verdict& verdict);
[[nodiscard]] std::string as_json(const Verdict& verdict);

}  // namespace postern::token
