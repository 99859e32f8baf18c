// SPDX-License-Identifier: Apache-2.0

// Answers a message of Protected Storage. It is apart from the partition's entry, so that a test can call it.
#pragma once

#include "psa/service.h"

namespace postern::ps {

class Objects;

/// Objects belong to the client of the message; no request names another one.
psa_status_t answer(Objects& objects, const psa_msg_t& message);

}  // namespace postern::ps
