// SPDX-License-Identifier: Apache-2.0

// Answers a message of the Crypto service.
#pragma once

#include "psa/service.h"

namespace postern::crypto {

/// Checks the message against its function's row, copies its inputs, makes the call, and writes its outputs.
///
/// Before the client's first byte is read, the number of vectors and the length of each are right, and before the
/// library is called, an operation is one of this client, of this kind, and open. A message that no client library
/// sends is a programmer error. The library sees copies only, because a client may change its memory at any time.
psa_status_t dispatch(const psa_msg_t& message);

}  // namespace postern::crypto
