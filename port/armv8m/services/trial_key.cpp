// SPDX-License-Identifier: Apache-2.0

// An image whose attestation key everybody has (ATTEST_TRIAL_KEY). Boot says so whatever the log level is.
#include "encoding/trial_key.hpp"
#include "port.hpp"
#include "services.hpp"

namespace port {

void warn_of_trial_key() {
  log("[ERR] ");
  log(encoding::kTrialKeyWarning);
  log("\r\n");
}

}  // namespace port
