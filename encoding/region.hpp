// A row of a protection domain, in the two words of a region of the Armv8-M protection unit.
//
// Every port has rows in these words. The manifest compiler writes them, the kernel judges buffers by them, a device's
// port loads them into the unit, and the audit reads them back out of an image: all with the constants of this file.
#pragma once

#include <cstdint>

namespace encoding {

/// A region is whole granules: [base & ~kAttributes, limit | kAttributes].
inline constexpr std::uintptr_t kGranule = 32;
/// The bits of both words that are attributes and no address.
inline constexpr std::uintptr_t kAttributes = kGranule - 1;

// Of the base.
inline constexpr std::uintptr_t kExecuteNever = 1U << 0U;
inline constexpr std::uintptr_t kUnprivileged = 1U << 1U;
inline constexpr std::uintptr_t kReadOnly = 1U << 2U;

// Of the limit. The memory attributes are an index; what the two are, the port writes at boot.
inline constexpr std::uintptr_t kRegionOn = 1U << 0U;
inline constexpr std::uintptr_t kMemoryAttributes = 7U << 1U;
inline constexpr std::uintptr_t kNormalMemory = 0U << 1U;
inline constexpr std::uintptr_t kDeviceMemory = 1U << 1U;
inline constexpr std::uintptr_t kPrivilegedExecuteNever = 1U
                                                          << 4U;  // Armv8.1-M; other units keep the bit and ignore it

}  // namespace encoding
