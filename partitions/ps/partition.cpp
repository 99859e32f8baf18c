// SPDX-License-Identifier: Apache-2.0

// Protected Storage as a partition.
#include <string_view>

#include "config_tfm.h"
#include "counters.h"
#include "encoding/audit_warning.h"
#include "objects.hpp"
#include "psa_manifest/sid.h"
#include "psa_manifest/tfm_protected_storage.h"
#include "requests.hpp"
#include "tfm_log_unpriv.h"

#if PS_ROLLBACK_PROTECTION == 0 || !(defined(TFM_INTERNAL_TRUSTED_STORAGE_SERVICE_HANDLE) || defined(PS_OWN_COUNTERS))
AUDIT_WARNING("Protected Storage has no rollback protection: it does not notice an older copy of its flash");
#endif

namespace {

static_assert(storage::has_capacity({PS_FLASH_BLOCK_SIZE, PS_FLASH_BLOCKS, PS_FLASH_PROGRAM_UNIT},
                                    postern::ps::kRecords, postern::ps::kLargestPlain + postern::ps::kRecordOverhead),
              "the flash does not hold PS_NUM_ASSETS assets of PS_MAX_ASSET_SIZE bytes");

// Crypto has a copy of what is sealed and of the result at one time.
constexpr std::size_t kInCrypto = 2 * (postern::ps::kLargestPlain + postern::ps::kTagSize) + 16;
static_assert(kInCrypto <= CRYPTO_IOVEC_BUFFER_SIZE, "CRYPTO_IOVEC_BUFFER_SIZE is too small for PS_MAX_ASSET_SIZE");

postern::ps::Room room;
postern::ps::Objects objects(room);

constexpr std::string_view kNoCounters =
    LOG_MARKER_WARNING "Protected Storage: no rollback protection, an older flash is not noticed\n";

}  // namespace

/// A device without counters says at each start what it cannot promise.
extern "C" psa_status_t tfm_protected_storage_init() {
  ps_counters counters{};
  if (PS_ROLLBACK_PROTECTION == 0 || ps_counters_read(&counters) == PSA_ERROR_NOT_SUPPORTED) {
    for (std::string_view rest = kNoCounters; !rest.empty();) {
      rest.remove_prefix(tfm_log_unpriv_piece(rest.data(), rest.size()));  // without the formatter, which is larger
    }
  }
  return PSA_SUCCESS;
}

extern "C" psa_status_t tfm_protected_storage_service_sfn(const psa_msg_t* message) {
  return postern::ps::answer(objects, *message);
}
