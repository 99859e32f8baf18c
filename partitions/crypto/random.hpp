// SPDX-License-Identifier: Apache-2.0

// The random numbers of the Crypto service: HMAC_DRBG with SHA-256 over a seed that the board gives at each start.
//
// Without a seed every function that needs random numbers answers PSA_ERROR_INSUFFICIENT_ENTROPY.
#pragma once

namespace postern::crypto {

/// Takes the seed from the board, and erases it there. Called once, before any random number is asked for.
void take_seed();

}  // namespace postern::crypto
