// SPDX-License-Identifier: Apache-2.0

// The public key of a device, on the curve P-256, and what it signed. Relies on OpenSSL's libcrypto.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace postern::token {

/// What is wrong with a key, as a sentence for the user.
class BadKey : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class PublicKey {
 public:
  /// PEM, DER (SubjectPublicKeyInfo), or the point as hexadecimal digits. Throws BadKey.
  explicit PublicKey(std::string_view text);

  /// The point: 4, x and y, 65 bytes.
  [[nodiscard]] std::string_view point() const;
  /// Whether the 64 bytes are its signature of the message, by ES256.
  [[nodiscard]] bool has_signed(std::string_view message, std::string_view signature) const;

 private:
  std::string der_;
};

[[nodiscard]] std::string sha256_of(std::string_view bytes);

/// The bytes of hexadecimal digits, which spaces and line ends may separate; empty if it is something else.
[[nodiscard]] std::string bytes_of_hex(std::string_view text);

}  // namespace postern::token
