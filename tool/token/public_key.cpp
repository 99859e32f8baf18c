// SPDX-License-Identifier: Apache-2.0

#include "token/public_key.hpp"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

namespace postern::token {

namespace {

constexpr std::size_t kPointSize = 65;
constexpr std::size_t kHalf = 32;
constexpr char kUncompressed = 4;

/// Everything before the point in the DER form of a key on P-256.
constexpr std::string_view kBeforePoint(
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00", 26);

template <auto Function>
struct Frees {
  template <typename Type>
  void operator()(Type* object) const {
    Function(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Frees<EVP_PKEY_free>>;

const unsigned char* start_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

/// Fails if the point is not on the curve.
Key key_of_der(std::string_view der) {
  const unsigned char* at = start_of(der);
  Key key(d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size())));
  return at == start_of(der) + der.size() ? std::move(key) : nullptr;
}

std::string der_of_pem(std::string_view text) {
  const std::unique_ptr<BIO, Frees<BIO_free_all>> file(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  const Key key(PEM_read_bio_PUBKEY(file.get(), nullptr, nullptr, nullptr));
  unsigned char* bytes = nullptr;
  const int size = key == nullptr ? 0 : i2d_PUBKEY(key.get(), &bytes);
  std::string der = size > 0 ? std::string(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)) : "";
  OPENSSL_free(bytes);
  return der;
}

std::string der_of(std::string_view text) {
  if (text.find("-----BEGIN") != std::string_view::npos) {
    return der_of_pem(text);
  }
  std::string point = bytes_of_hex(text);
  if (point.size() == kPointSize - 1) {
    point.insert(0, 1, kUncompressed);
  }
  return point.size() == kPointSize ? std::string(kBeforePoint) + point : std::string(text);
}

/// The signature's two numbers, as OpenSSL takes them.
std::string der_of_signature(std::string_view signature) {
  const std::unique_ptr<ECDSA_SIG, Frees<ECDSA_SIG_free>> pair(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(start_of(signature), kHalf, nullptr);
  BIGNUM* s = BN_bin2bn(start_of(signature) + kHalf, kHalf, nullptr);
  if (pair == nullptr || r == nullptr || s == nullptr || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    throw std::runtime_error("no memory for a signature");
  }
  std::array<unsigned char, 2 * kHalf + 16> bytes{};
  unsigned char* at = bytes.data();
  const int size = i2d_ECDSA_SIG(pair.get(), &at);
  return {reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size)};
}

}  // namespace

PublicKey::PublicKey(std::string_view text) : der_(der_of(text)) {
  if (der_.size() != kBeforePoint.size() + kPointSize || !der_.starts_with(kBeforePoint) ||
      der_[kBeforePoint.size()] != kUncompressed || key_of_der(der_) == nullptr) {
    throw BadKey(
        "the key is no public key on the curve P-256 as PEM, as DER or as 130 hexadecimal digits that begin with 04");
  }
}

std::string_view PublicKey::point() const { return std::string_view(der_).substr(kBeforePoint.size()); }

bool PublicKey::has_signed(std::string_view message, std::string_view signature) const {
  if (signature.size() != 2 * kHalf) {
    return false;
  }
  const std::string der = der_of_signature(signature);
  const Key key = key_of_der(der_);
  const std::unique_ptr<EVP_MD_CTX, Frees<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), start_of(der), der.size(), start_of(message), message.size()) == 1;
}

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("libcrypto has no SHA-256");
  }
  return {reinterpret_cast<const char*>(hash.data()), size};
}

std::string bytes_of_hex(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string bytes;
  int high = -1;
  for (const char letter : text) {
    if (letter == ' ' || letter == '\n' || letter == '\r') {
      continue;
    }
    const std::size_t digit =
        kDigits.find(letter >= 'A' && letter <= 'F' ? static_cast<char>(letter - 'A' + 'a') : letter);
    if (digit == std::string_view::npos) {
      return "";
    }
    if (high >= 0) {
      bytes += static_cast<char>(static_cast<unsigned>(high) << 4U | digit);
    }
    high = high >= 0 ? -1 : static_cast<int>(digit);
  }
  return high >= 0 ? "" : bytes;
}

}  // namespace postern::token
