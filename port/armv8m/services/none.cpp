// SPDX-License-Identifier: Apache-2.0

// An image without a service that needs boot.
#include "services.hpp"

namespace port {

void measure_secure_program(const std::byte* /*end*/) {}
void measure_non_secure_program() {}
void warn_of_trial_key() {}

}  // namespace port
