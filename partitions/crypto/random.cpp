// SPDX-License-Identifier: Apache-2.0

#include "random.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "entropy.h"
#include "mbedtls/hmac_drbg.h"
#include "mbedtls/platform_util.h"
#include "psa/crypto.h"

namespace postern::crypto {

namespace {

mbedtls_hmac_drbg_context generator;
bool is_seeded = false;

/// Mixed into the seed, and replaced after that. It keeps its content over a reset: a loader that writes the same seed
/// again does not make the same random numbers again.
constexpr std::size_t kCarriedSize = 32;
[[gnu::section(".noinit")]] std::array<std::uint8_t, kCarriedSize> carried;

}  // namespace

void take_seed() {
  std::array<std::uint8_t, ENTROPY_SIZE> seed{};
  mbedtls_hmac_drbg_init(&generator);
  if (take_entropy(seed.data()) == 0) {
    return;
  }
  std::array<std::uint8_t, ENTROPY_SIZE + kCarriedSize> all{};
  std::copy(carried.begin(), carried.end(), std::copy(seed.begin(), seed.end(), all.begin()));
  const auto* const hash = mbedtls_md_info_from_type(MBEDTLS_MD_SHA256);
  is_seeded = mbedtls_hmac_drbg_seed_buf(&generator, hash, all.data(), all.size()) == 0 &&
              mbedtls_hmac_drbg_random(&generator, carried.data(), carried.size()) == 0;
  mbedtls_platform_zeroize(seed.data(), seed.size());
  mbedtls_platform_zeroize(all.data(), all.size());
}

}  // namespace postern::crypto

/// What the library calls for every random number.
extern "C" psa_status_t mbedtls_psa_external_get_random(mbedtls_psa_external_random_context_t* /*context*/,
                                                        std::uint8_t* output, std::size_t output_size,
                                                        std::size_t* output_length) {
  using namespace postern::crypto;  // NOLINT(google-build-using-namespace)
  if (!is_seeded) {
    return PSA_ERROR_INSUFFICIENT_ENTROPY;
  }
  for (std::size_t done = 0; done < output_size;) {
    const std::size_t piece = std::min<std::size_t>(output_size - done, MBEDTLS_HMAC_DRBG_MAX_REQUEST);
    if (mbedtls_hmac_drbg_random(&generator, output + done, piece) != 0) {
      return PSA_ERROR_HARDWARE_FAILURE;
    }
    done += piece;
  }
  *output_length = output_size;
  return PSA_SUCCESS;
}
