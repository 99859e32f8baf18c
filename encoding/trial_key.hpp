// SPDX-License-Identifier: Apache-2.0

// What an image with keys for trials says at each start. The audit finds an image by these words, which a strip of its
// symbols does not remove.
#pragma once

namespace encoding {

/// Of Initial Attestation (ATTEST_TRIAL_KEY).
inline constexpr char kTrialKeyWarning[] =
    "this device signs tokens with the trial key, which is public: they prove nothing";

/// Of Crypto, for Protected Storage (POSTERN_TRIAL_DEVICE_KEY).
inline constexpr char kTrialDeviceKeyWarning[] =
    "the DEVICE KEY IS A CONSTANT (POSTERN_TRIAL_DEVICE_KEY); use it for trials only";

}  // namespace encoding
