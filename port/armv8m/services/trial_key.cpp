// SPDX-License-Identifier: Apache-2.0

// An image whose attestation key everybody has (ATTEST_TRIAL_KEY). Boot says so whatever the log level is, and
// `postern audit` finds the name of the message.
#include "port.hpp"
#include "services.hpp"

extern "C" [[gnu::used]] constinit const char postern_trial_key[] =
    "[ERR] this device signs tokens with the trial key, which is public: they prove nothing\r\n";

namespace port {

void warn_of_trial_key() { log(postern_trial_key); }

}  // namespace port
