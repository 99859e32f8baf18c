// SPDX-License-Identifier: Apache-2.0

// A region of a domain, in the two words of the Armv8-M MPU.
//
// Every port uses this encoding. The manifest compiler writes regions, the kernel checks buffers against them, a
// device's port loads them into the MPU, and the audit reads them from an image: all with the constants of this file.
#pragma once

#include <cstdint>

namespace encoding {

/// A region is whole granules: [base & ~kAttributes, limit | kAttributes].
inline constexpr std::uintptr_t kGranule = 32;
/// The bits of both words that are attributes, not address.
inline constexpr std::uintptr_t kAttributes = kGranule - 1;

// Bits of the base.
inline constexpr std::uintptr_t kExecuteNever = 1U << 0U;
inline constexpr std::uintptr_t kUnprivileged = 1U << 1U;
inline constexpr std::uintptr_t kReadOnly = 1U << 2U;

// Bits of the limit. The memory attributes are an index into the two attributes that the port writes at boot.
inline constexpr std::uintptr_t kRegionOn = 1U << 0U;
inline constexpr std::uintptr_t kMemoryAttributes = 7U << 1U;
inline constexpr std::uintptr_t kNormalMemory = 0U << 1U;
inline constexpr std::uintptr_t kDeviceMemory = 1U << 1U;
inline constexpr std::uintptr_t kPrivilegedExecuteNever = 1U
                                                          << 4U;  // Armv8.1-M; earlier MPUs keep the bit, ignoring it

}  // namespace encoding
