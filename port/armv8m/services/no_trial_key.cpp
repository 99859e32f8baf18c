// SPDX-License-Identifier: Apache-2.0

// An image whose key is the board's.
#include "services.hpp"

namespace port {

void warn_of_trial_key() {}

}  // namespace port
