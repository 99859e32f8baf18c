// SPDX-License-Identifier: Apache-2.0

#include "builtin_key.hpp"

#include <array>
#include <string_view>

#include "config_tfm.h"
#include "device_key.h"
#include "encoding/trial_key.hpp"
#include "keys.hpp"
#include "mbedtls/platform_util.h"
#include "psa_manifest/pid.h"
#include "psa_manifest/sid.h"
#include "tfm_log_unpriv.h"

namespace postern::crypto {

namespace {

using Key = std::array<std::uint8_t, DEVICE_KEY_SIZE>;

#if defined(TFM_PROTECTED_STORAGE_SERVICE_HANDLE) && defined(TFM_SP_PS)
constexpr std::int32_t kOwner = TFM_SP_PS;
#else
constexpr std::int32_t kOwner = 0;
#endif

/// Every device of every product has this one.
bool take_trial_key(Key& key) {
  if (POSTERN_TRIAL_DEVICE_KEY == 0) {
    return false;
  }
  for (std::string_view text : {LOG_MARKER_WARNING "Crypto: ", encoding::kTrialDeviceKeyWarning, "\n"}) {
    while (!text.empty()) {
      text.remove_prefix(tfm_log_unpriv_piece(text.data(), text.size()));  // without the formatter, which is larger
    }
  }
  key = {'t', 'r', 'i', 'a', 'l', 's', ' ', 'o', 'n', 'l', 'y'};
  return true;
}

psa_status_t import(const Key& key) {
  psa_key_attributes_t attributes = PSA_KEY_ATTRIBUTES_INIT;
  psa_set_key_type(&attributes, PSA_KEY_TYPE_DERIVE);
  psa_set_key_algorithm(&attributes, PSA_ALG_HKDF(PSA_ALG_SHA_256));
  psa_set_key_usage_flags(&attributes, PSA_KEY_USAGE_DERIVE);
  mbedtls_set_key_owner_id(&attributes, kOwner);
  const psa_status_t status = psa_import_key(&attributes, key.data(), key.size(), &device_key);
  if (status == PSA_SUCCESS) {
    keys.add(kOwner, device_key);
  }
  return status;
}

}  // namespace

void import_device_key() {
  Key key{};
  if (kOwner != 0 && (take_device_key(key.data()) != 0 || take_trial_key(key)) && import(key) != PSA_SUCCESS) {
    device_key = MBEDTLS_SVC_KEY_ID_INIT;
  }
  mbedtls_platform_zeroize(key.data(), key.size());
}

}  // namespace postern::crypto
