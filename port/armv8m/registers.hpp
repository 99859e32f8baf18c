// SPDX-License-Identifier: Apache-2.0

// The registers of an Armv8-M core that the port uses, with the names of the architecture manual, as the secure world
// sees them. Those of the non-secure bank are kNonSecureAlias higher.
#pragma once

#include <cstdint>

namespace port::registers {

inline constexpr std::uintptr_t kNonSecureAlias = 0x2'0000;

inline constexpr std::uintptr_t kSysTickControl = 0xE000'E010;
inline constexpr std::uintptr_t kSysTickReload = 0xE000'E014;
inline constexpr std::uintptr_t kSysTickCurrent = 0xE000'E018;

inline constexpr std::uintptr_t kInterruptSetEnable = 0xE000'E100;
inline constexpr std::uintptr_t kInterruptClearEnable = 0xE000'E180;
inline constexpr std::uintptr_t kInterruptSetPending = 0xE000'E200;
inline constexpr std::uintptr_t kInterruptClearPending = 0xE000'E280;
inline constexpr std::uintptr_t kInterruptActive = 0xE000'E300;
inline constexpr std::uintptr_t kInterruptTargetNonSecure = 0xE000'E380;
inline constexpr std::uintptr_t kInterruptPriority = 0xE000'E400;

inline constexpr std::uintptr_t kInterruptControlAndState = 0xE000'ED04;
inline constexpr std::uintptr_t kVectorTable = 0xE000'ED08;
inline constexpr std::uintptr_t kApplicationInterruptAndReset = 0xE000'ED0C;
inline constexpr std::uintptr_t kConfigurationAndControl = 0xE000'ED14;
inline constexpr std::uintptr_t kSystemPriority1 = 0xE000'ED18;  // MemManage, BusFault, UsageFault, SecureFault
inline constexpr std::uintptr_t kSystemPriority2 = 0xE000'ED1C;  // SVCall in the highest byte
inline constexpr std::uintptr_t kSystemPriority3 = 0xE000'ED20;  // PendSV in the second highest byte
inline constexpr std::uintptr_t kSystemHandlerControl = 0xE000'ED24;
inline constexpr std::uintptr_t kConfigurableFaultStatus = 0xE000'ED28;
inline constexpr std::uintptr_t kHardFaultStatus = 0xE000'ED2C;
inline constexpr std::uintptr_t kMemManageAddress = 0xE000'ED34;
inline constexpr std::uintptr_t kBusFaultAddress = 0xE000'ED38;

inline constexpr std::uintptr_t kCoprocessorAccess = 0xE000'ED88;
inline constexpr std::uintptr_t kNonSecureCoprocessorAccess = 0xE000'ED8C;
inline constexpr std::uintptr_t kFloatingPointContextControl = 0xE000'EF34;
inline constexpr std::uintptr_t kFloatingPointDefault = 0xE000'EF3C;  // FPSCR of a new context
inline constexpr std::uintptr_t kFloatingPointFeatures = 0xE000'EF40;

inline constexpr std::uintptr_t kProtectionType = 0xE000'ED90;
inline constexpr std::uintptr_t kProtectionControl = 0xE000'ED94;
inline constexpr std::uintptr_t kProtectionNumber = 0xE000'ED98;
inline constexpr std::uintptr_t kProtectionBase = 0xE000'ED9C;
inline constexpr std::uintptr_t kProtectionLimit = 0xE000'EDA0;
inline constexpr std::uintptr_t kMemoryAttributes = 0xE000'EDC0;

inline constexpr std::uintptr_t kAttributionControl = 0xE000'EDD0;
inline constexpr std::uintptr_t kAttributionType = 0xE000'EDD4;
inline constexpr std::uintptr_t kAttributionNumber = 0xE000'EDD8;
inline constexpr std::uintptr_t kAttributionBase = 0xE000'EDDC;
inline constexpr std::uintptr_t kAttributionLimit = 0xE000'EDE0;

inline constexpr std::uintptr_t kSecureFaultStatus = 0xE000'EDE4;
inline constexpr std::uintptr_t kSecureFaultAddress = 0xE000'EDE8;

inline std::uint32_t read(std::uintptr_t address) { return *reinterpret_cast<const volatile std::uint32_t*>(address); }

inline void write(std::uintptr_t address, std::uint32_t word) {
  *reinterpret_cast<volatile std::uint32_t*>(address) = word;
}

}  // namespace port::registers
