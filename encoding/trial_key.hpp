// SPDX-License-Identifier: Apache-2.0

// What boot says of an image whose attestation key everybody has. The audit finds an image by these words, which a
// strip of its symbols does not remove.
#pragma once

namespace encoding {

inline constexpr char kTrialKeyWarning[] =
    "this device signs tokens with the trial key, which is public: they prove nothing";

}  // namespace encoding
