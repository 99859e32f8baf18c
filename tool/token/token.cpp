// SPDX-License-Identifier: Apache-2.0

#include "token/token.hpp"

#include <fmt/format.h>

#include <limits>

#include "token/cbor.hpp"

namespace postern::token {

namespace {

constexpr std::uint64_t kSign1 = 18;
constexpr std::size_t kFieldsOfSign1 = 4;
constexpr std::string_view kProfile = "tag:psacertified.org,2023:psa#tfm";
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kDeviceSize = 33;
constexpr std::size_t kLargest = 0x10000;  // of a token

/// The hash of the public key of partitions/attestation/board/trial.c, behind the 1 of an instance id.
constexpr std::string_view kTrialDevice = "01b18b86ce1389e46de87aa4a5131ce83c1160fa33c087ab15b863574d31d8ff3c";

const Value& field(const Value& message, std::size_t index, Value::Kind kind, const char* what) {
  const Value& value = message.items[index];
  if (value.kind != kind) {
    throw Malformed(fmt::format("{} is expected in COSE_Sign1", what));
  }
  return value;
}

/// Reads the claims, and notes what is missing or wrong.
class ClaimReader {
 public:
  ClaimReader(const Value& map, Verdict& verdict) : map_(map), verdict_(verdict) {}

  void read() {
    Claims& claims = verdict_.claims;
    claims.challenge = string_of(10, Value::Kind::bytes, "challenge", true);
    claims.device = string_of(256, Value::Kind::bytes, "device", true);
    claims.profile = string_of(265, Value::Kind::text, "profile", true);
    claims.boot_seed = string_of(268, Value::Kind::bytes, "boot seed", false);
    claims.client = number_of(2394, "client");
    claims.lifecycle = number_of(2395, "lifecycle");
    claims.implementation = string_of(2396, Value::Kind::bytes, "implementation", true);
    claims.certification = string_of(2398, Value::Kind::text, "certification", false);
    claims.verifier = string_of(2400, Value::Kind::text, "verifier", false);
    read_components();
    claims.others = static_cast<unsigned>(map_.items.size() / 2) - known_;
    check_sizes();
  }

 private:
  void fault(std::string text) { verdict_.faults.push_back(std::move(text)); }

  /// The claim, or nullptr after a fault.
  const Value* take(std::uint64_t key, const char* name, bool is_needed) {
    const Value* value = map_.find(key);
    known_ += value != nullptr ? 1 : 0;
    if (value == nullptr && is_needed) {
      fault(fmt::format("the claim {} ({}) is missing", key, name));
    }
    return value;
  }

  std::string string_of(std::uint64_t key, Value::Kind kind, const char* name, bool is_needed) {
    const Value* value = take(key, name, is_needed);
    if (value == nullptr) {
      return "";
    }
    if (value->kind != kind) {
      fault(fmt::format("the claim {} ({}) is not {}", key, name, kind == Value::Kind::text ? "a text" : "bytes"));
      return "";
    }
    return value->bytes;
  }

  std::optional<std::int64_t> number_of(std::uint64_t key, const char* name) {
    const Value* value = take(key, name, true);
    if (value == nullptr) {
      return std::nullopt;
    }
    const bool is_number = value->kind == Value::Kind::number || value->kind == Value::Kind::negative;
    if (!is_number || value->number > std::numeric_limits<std::int32_t>::max()) {
      fault(fmt::format("the claim {} ({}) is not a number of 32 bits", key, name));
      return std::nullopt;
    }
    const auto number = static_cast<std::int64_t>(value->number);
    return value->kind == Value::Kind::negative ? -1 - number : number;
  }

  void read_components() {
    const Value* list = take(2399, "components", true);
    if (list == nullptr) {
      return;
    }
    if (list->kind != Value::Kind::array || list->items.empty()) {
      fault("the claim 2399 (components) is not a list with an entry");
      return;
    }
    for (const Value& item : list->items) {
      Component component;
      component.type = part(item, 1, Value::Kind::text);
      component.value = part(item, 2, Value::Kind::bytes);
      component.version = part(item, 4, Value::Kind::text);
      component.signer = part(item, 5, Value::Kind::bytes);
      component.algorithm = part(item, 6, Value::Kind::text);
      if (!is_hash(component.value)) {
        fault("a component has no measurement of 32, 48 or 64 bytes");
      }
      if (!is_hash(component.signer)) {
        fault("a component has no signer of 32, 48 or 64 bytes; zeros if it is unknown");
      }
      verdict_.claims.components.push_back(std::move(component));
    }
  }

  std::string part(const Value& component, std::uint64_t key, Value::Kind kind) {
    const Value* value = component.find(key);
    if (value != nullptr && value->kind != kind) {
      fault(fmt::format("the field {} of a component has another type", key));
    }
    return value != nullptr && value->kind == kind ? value->bytes : "";
  }

  static bool is_hash(const std::string& bytes) {
    return bytes.size() == kHashSize || bytes.size() == 48 || bytes.size() == 64;
  }

  /// What is missing has its fault already.
  void check_sizes() {
    const Claims& claims = verdict_.claims;
    if (!claims.challenge.empty() && !is_hash(claims.challenge)) {
      fault("the challenge does not have 32, 48 or 64 bytes");
    }
    if (!claims.device.empty() && (claims.device.size() != kDeviceSize || claims.device.front() != 1)) {
      fault("the device is not named by 1 and 32 bytes");
    }
    if (!claims.profile.empty() && claims.profile != kProfile) {
      fault(fmt::format("the profile is not {}", kProfile));
    }
    if (!claims.boot_seed.empty() && (claims.boot_seed.size() < 8 || claims.boot_seed.size() > kHashSize)) {
      fault("the boot seed does not have 8 to 32 bytes");
    }
    if (!claims.implementation.empty() && claims.implementation.size() != kHashSize) {
      fault("the implementation is not named by 32 bytes");
    }
    if (claims.lifecycle && (*claims.lifecycle < 0 || *claims.lifecycle > 0xFFFF)) {
      fault("the lifecycle is not a number of 16 bits");
    }
  }

  const Value& map_;
  Verdict& verdict_;
  unsigned known_ = 0;
};

void check_signature(const Value& message, const PublicKey& key, Verdict& verdict) {
  const std::string& header = message.items[0].bytes;
  const std::string& payload = message.items[2].bytes;
  const std::string to_sign = "\x84\x6aSignature1" + head_of_bytes(header.size()) + header + head_of_bytes(0) +
                              head_of_bytes(payload.size()) + payload;
  const bool holds = key.has_signed(to_sign, message.items[3].bytes);
  verdict.signature = holds ? Signature::valid : Signature::invalid;
  if (!holds) {
    verdict.faults.emplace_back("the signature is not one of this key");
  }
}

void check_header(const std::string& header) {
  constexpr std::uint64_t kAlgorithm = 1;
  constexpr std::uint64_t kEs256 = 6;  // -7
  const Value map = read_cbor(header);
  const Value* algorithm = map.find(kAlgorithm);
  if (algorithm == nullptr || algorithm->kind != Value::Kind::negative || algorithm->number != kEs256) {
    throw Malformed("the algorithm of the signature is not ES256");
  }
}

void read_message(std::string_view token, const PublicKey* key, Verdict& verdict) {
  if (token.size() > kLargest) {
    throw Malformed("no token is so large");
  }
  const Value outer = read_cbor(token);
  if (outer.kind != Value::Kind::tag || outer.number != kSign1 || outer.items[0].kind != Value::Kind::array ||
      outer.items[0].items.size() != kFieldsOfSign1) {
    throw Malformed("this is not COSE_Sign1: the tag 18 and a list of four are expected");
  }
  const Value& message = outer.items[0];
  check_header(field(message, 0, Value::Kind::bytes, "a protected header").bytes);
  (void)field(message, 1, Value::Kind::map, "a map of other headers");
  const std::string& payload = field(message, 2, Value::Kind::bytes, "a payload").bytes;
  (void)field(message, 3, Value::Kind::bytes, "a signature");
  if (key != nullptr) {
    check_signature(message, *key, verdict);
  }
  const Value claims = read_cbor(payload);
  if (claims.kind != Value::Kind::map) {
    throw Malformed("the payload is not a map of claims");
  }
  ClaimReader(claims, verdict).read();
}

}  // namespace

Verdict verify(std::string_view token, const PublicKey* key, std::string_view challenge) {
  Verdict verdict;
  try {
    read_message(token, key, verdict);
  } catch (const Malformed& problem) {
    verdict.faults.emplace_back(problem.what());
    return verdict;
  }
  const Claims& claims = verdict.claims;
  if (!challenge.empty() && claims.challenge != challenge) {
    verdict.faults.emplace_back("the challenge is another one: the token answers another request");
  }
  if (challenge.empty()) {
    verdict.warnings.emplace_back("no challenge is given to compare: the token may be old");
  }
  if (key != nullptr && claims.device != '\1' + sha256_of(key->point())) {
    verdict.warnings.emplace_back("the device is not named by the hash of this key");
  }
  if (claims.device == bytes_of_hex(kTrialDevice)) {
    verdict.warnings.emplace_back("this is the trial key, which is public: the token proves nothing");
  }
  return verdict;
}

}  // namespace postern::token
