// SPDX-License-Identifier: Apache-2.0

// Two partitions that restart, one that does not, and the agent: 302 calls 301 and 300, and 301 calls 300. Those that
// restart have a FLIH function each. It is isolation level 2, where such a function is a thread.
#pragma once

#include "encoding/counters.h"
#include "spm/descriptors.hpp"

namespace spm::system {

inline constexpr Backend kBackend = Backend::ipc;
inline constexpr unsigned kIsolationLevel = 2;
inline constexpr unsigned kPartitionCount = 4;
inline constexpr PartitionIndex kAgent = kPartitionCount - 1;
inline constexpr unsigned kServiceCount = 4;
inline constexpr unsigned kConnectionCount = 8;
inline constexpr unsigned kStatelessCount = 1;
inline constexpr unsigned kInterruptCount = 2;
inline constexpr bool kDoorbell = true;
inline constexpr bool kMmIovec = true;
inline constexpr bool kHasSfnModel = false;
inline constexpr bool kHasIpcModel = true;
inline constexpr bool kScheduleWhenNsInterrupted = false;
inline constexpr bool kManagesNonSecureIds = false;
inline constexpr bool kLogErrors = false;
inline constexpr const char* kLogAtBoot = nullptr;
inline constexpr bool kHaltOnPanic = false;
inline constexpr unsigned kResetLoopLimit = 4;
inline constexpr bool kHasPolicies = true;
inline constexpr bool kRestarts = true;
inline constexpr bool kTrace = false;
inline constexpr bool kTellsLastRun = false;
inline std::uint32_t* const kLastRun = nullptr;
inline constexpr bool kCounters = true;
inline constinit postern_counters counters[kPartitionCount] asm("spm_counters") = {};
inline constexpr unsigned kRestartLimit = 8;
inline constexpr Policy kAlone{OnPanic::restart, OnPanic::restart};
inline constexpr Policy kHalt{OnPanic::halt, OnPanic::reset};
inline constexpr Policy kNone{OnPanic::reset, OnPanic::reset};
inline constexpr std::array<Policy, kPartitionCount> kPolicies{kAlone, kAlone, kHalt, kNone};
inline constexpr std::array<OwnMemory, kPartitionCount> kOwnMemories{};

inline constexpr std::size_t kRowSize = 2048;
alignas(32) inline std::byte memory[kRowSize];
inline const Region kRegions[] = {{memory + 3, memory + kRowSize - 32 + 1}};
inline constexpr std::array<Domain, 1> kDomains{{{kRegions, 1}}};

constexpr ServiceDescriptor describe_service(std::uint32_t sid, PartitionIndex owner, std::uint32_t signal,
                                             std::uint32_t callers, bool connection_based) {
  return {.sid = sid,
          .version = 1,
          .signal = SignalSet{signal},
          .callers = callers,
          .owner = owner,
          .policy = VersionPolicy::strict,
          .connection_based = connection_based,
          .mm_iovec = true};
}
inline constexpr std::array<ServiceDescriptor, kServiceCount> kServices{
    describe_service(0x100, 0, 0x10, 0x7000'0000, true), describe_service(0x101, 0, 0x20, 0x7000'0000, false),
    describe_service(0x200, 1, 0x10, 0x3000'0000, true), describe_service(0x300, 2, 0x10, 0x1000'0000, true)};
inline constexpr std::array<ServiceIndex, kServiceCount> kServicesBySid{{0, 1, 2, 3}};
inline constexpr std::array<StatelessEntry, kStatelessCount> kStateless{
    {{.expected = 0x4000'0100, .mask = 0xFFFF'FFFF, .service = 1}}};

inline psa_flih_result_t interrupt_function() { return PSA_FLIH_NO_SIGNAL; }
constexpr InterruptDescriptor describe_interrupt(std::uint16_t source, PartitionIndex owner, bool enabled_at_boot) {
  return {.source = source,
          .owner = owner,
          .handling = Handling::first_level,
          .signal = SignalSet{0x8000'0000},
          .enabled_at_boot = enabled_at_boot,
          .function = interrupt_function};
}
inline constexpr std::array<InterruptDescriptor, kInterruptCount> kInterrupts{describe_interrupt(5, 0, false),
                                                                              describe_interrupt(6, 1, true)};

inline void entry() {}

constexpr PartitionDescriptor describe(std::int32_t id, unsigned first_service, unsigned service_count,
                                       std::uint32_t services, unsigned interrupt_count, std::uint32_t more_urgent,
                                       unsigned stack) {
  const SignalSet interrupts{interrupt_count == 0 ? 0 : 0x8000'0000};
  return {.id = id,
          .model = Model::ipc,
          .service_count = static_cast<std::uint8_t>(service_count),
          .interrupt_count = static_cast<std::uint8_t>(interrupt_count),
          .first_service = static_cast<ServiceIndex>(first_service),
          .first_interrupt = static_cast<std::uint16_t>(id - 300),
          .services = SignalSet{services},
          .interrupts = interrupts,
          .waitable = SignalSet{services} | SignalSet::doorbell | interrupts,
          .more_urgent = more_urgent,
          .domain = kDomains.data(),
          .entry = entry,
          .stack_limit = memory + stack,
          .stack_top = memory + stack + 128,
          .message = nullptr,
          .init = nullptr,
          .functions = nullptr};
}
inline constexpr std::array<PartitionDescriptor, kPartitionCount> kPartitions{
    describe(300, 0, 2, 0x30, 1, 0, 0), describe(301, 2, 1, 0x10, 1, 0x8000'0000, 128),
    describe(302, 3, 1, 0x10, 0, 0xC000'0000, 256), describe(2, 4, 0, 0, 0, 0xE000'0000, 384)};

}  // namespace spm::system
