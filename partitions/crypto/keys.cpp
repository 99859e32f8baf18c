// SPDX-License-Identifier: Apache-2.0

#include "keys.hpp"

#include "share.hpp"

namespace postern::crypto {

namespace {

/// Slots that remain for persistent keys: a copy of one has a source and a target.
constexpr std::size_t kReserved = 2;
static_assert(CRYPTO_CLIENT_KEY_NUM > 0 && CRYPTO_CLIENT_KEY_NUM <= Keys::kSlots - kReserved);

/// The slot of a key that is not persistent: the library numbers these from here on. Of another key it is no slot.
std::size_t slot_of(psa_key_id_t id) { return std::size_t{id} - PSA_KEY_ID_VENDOR_MIN; }

}  // namespace

bool Keys::is_full(std::int32_t client) const {
  std::size_t free = 0;
  std::size_t held = 0;
  std::size_t bytes = 0;
  for (const Holder& holder : holders_) {
    if (holder.client == 0) {
      ++free;
    } else if (share_one(holder.client, client)) {
      ++held;
      bytes += holder.bytes;
    }
  }
  return free <= kReserved || held >= CRYPTO_CLIENT_KEY_NUM || bytes >= CRYPTO_CLIENT_KEY_BYTES;
}

void Keys::add(std::int32_t client, const mbedtls_svc_key_id_t& key) {
  const std::size_t slot = slot_of(key.MBEDTLS_PRIVATE(key_id));
  psa_key_attributes_t attributes = psa_key_attributes_init();
  if (slot < kSlots && psa_get_key_attributes(key, &attributes) == PSA_SUCCESS) {
    const std::size_t size = PSA_EXPORT_KEY_OUTPUT_SIZE(psa_get_key_type(&attributes), psa_get_key_bits(&attributes));
    holders_[slot] = {client, static_cast<std::uint32_t>(size)};
  }
}

void Keys::remove(psa_key_id_t id) {
  if (slot_of(id) < kSlots) {
    holders_[slot_of(id)] = {};
  }
}

}  // namespace postern::crypto
