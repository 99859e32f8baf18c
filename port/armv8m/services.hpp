// SPDX-License-Identifier: Apache-2.0

// What boot does for services that need the machine before anything else uses it. The build chooses the files in
// services/: an image without such a service has functions that do nothing.
#pragma once

#include <cstddef>

namespace port {

/// The program as it was linked, up to `end`. Before the protection is on: no region of the MPU grants all of it.
void measure_secure_program(const std::byte* end);

/// After memory has its owners, and before its program runs.
void measure_non_secure_program();

/// On the secure log, if the device signs with a key that is not its own.
void warn_of_trial_key();

}  // namespace port
