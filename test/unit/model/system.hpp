// SPDX-License-Identifier: Apache-2.0

// A system of three partitions, each more urgent than the next, and the agent. HIGH and LOW are clients of NORMAL, HIGH
// also of LOW, and the non-secure world of all. Each partition has a line for each way of handling.
#pragma once

#include "encoding/counters.h"
#include "spm/descriptors.hpp"

namespace spm::system {

inline constexpr Backend kBackend = Backend::ipc;
inline constexpr unsigned kIsolationLevel = POSTERN_MODEL_LEVEL;
inline constexpr unsigned kPartitionCount = 4;
inline constexpr PartitionIndex kAgent = kPartitionCount - 1;
inline constexpr unsigned kServiceCount = 3;
inline constexpr unsigned kConnectionCount = 1;
inline constexpr unsigned kStatelessCount = 3;
inline constexpr unsigned kInterruptCount = 5;
inline constexpr bool kDoorbell = true;
inline constexpr bool kMmIovec = false;
inline constexpr bool kHasSfnModel = false;
inline constexpr bool kHasIpcModel = true;
inline constexpr bool kScheduleWhenNsInterrupted = POSTERN_MODEL_OPTION == 1;
inline constexpr bool kManagesNonSecureIds = false;
inline constexpr bool kLogErrors = false;
inline constexpr const char* kLogAtBoot = nullptr;
inline constexpr bool kHaltOnPanic = false;
inline constexpr unsigned kResetLoopLimit = 4;
inline constexpr bool kHasPolicies = false;
inline constexpr bool kRestarts = false;
inline constexpr bool kTrace = false;
inline constexpr bool kTellsLastRun = false;
inline std::uint32_t* const kLastRun = nullptr;
inline constexpr bool kCounters = false;
extern postern_counters counters[kPartitionCount] asm("spm_counters");
inline constexpr unsigned kRestartLimit = 3;
inline constexpr std::array<Policy, 0> kPolicies{};
inline constexpr std::array<OwnMemory, 0> kOwnMemories{};

inline constexpr std::size_t kStackSize = 256;
alignas(32) inline std::byte memory[kPartitionCount][kStackSize];

inline const Region kRegions[] = {{memory[0] + 3, memory[kPartitionCount] - 32 + 1}};
inline constexpr std::array<Domain, 1> kDomains{{{kRegions, 1}}};

constexpr std::uint32_t bit_of(PartitionIndex index) { return 0x8000'0000U >> index; }
constexpr PartitionIndex kHigh = 0;
constexpr PartitionIndex kNormal = 1;
constexpr PartitionIndex kLow = 2;

constexpr ServiceDescriptor service(PartitionIndex owner, std::uint32_t callers) {
  return {.sid = 0x100U + owner,
          .version = 1,
          .signal = SignalSet{0x10},
          .callers = callers | bit_of(kAgent),
          .owner = owner,
          .policy = VersionPolicy::strict,
          .connection_based = false,
          .mm_iovec = false};
}
inline constexpr std::array<ServiceDescriptor, kServiceCount> kServices{{
    service(kHigh, 0),
    service(kNormal, bit_of(kHigh) | bit_of(kLow)),
    service(kLow, bit_of(kHigh)),
}};
inline constexpr std::array<ServiceIndex, kServiceCount> kServicesBySid{{0, 1, 2}};
constexpr StatelessEntry entry(ServiceIndex service) {
  return {.expected = 0x4000'0100U + service, .mask = 0xFFFF'FFFF, .service = service};
}
inline constexpr std::array<StatelessEntry, kStatelessCount> kStateless{{entry(0), entry(1), entry(2)}};

/// The result of the FLIH function.
inline constinit psa_flih_result_t flih_answer = PSA_FLIH_NO_SIGNAL;
inline psa_flih_result_t interrupt_function() { return flih_answer; }

inline constexpr SignalSet kSecondLevel{0x8000'0000};
inline constexpr SignalSet kFirstLevel{0x4000'0000};
constexpr InterruptDescriptor second_level(std::uint16_t source, PartitionIndex owner) {
  return {.source = source,
          .owner = owner,
          .handling = Handling::second_level,
          .signal = kSecondLevel,
          .enabled_at_boot = true,
          .function = nullptr};
}
constexpr InterruptDescriptor first_level(std::uint16_t source, PartitionIndex owner) {
  return {.source = source,
          .owner = owner,
          .handling = Handling::first_level,
          .signal = kFirstLevel,
          .enabled_at_boot = true,
          .function = interrupt_function};
}
inline constexpr std::array<InterruptDescriptor, kInterruptCount> kInterrupts{{
    second_level(0, kHigh),
    first_level(1, kHigh),
    second_level(2, kNormal),
    second_level(3, kLow),
    first_level(4, kLow),
}};

constexpr PartitionDescriptor describe(std::int32_t id, Model model, PartitionIndex index, std::uint8_t interrupt_count,
                                       std::uint16_t first_interrupt) {
  const SignalSet services = model == Model::agent ? SignalSet::none : SignalSet{0x10};
  const SignalSet interrupts{~(0xFFFF'FFFFU >> interrupt_count)};
  return {.id = id,
          .model = model,
          .service_count = static_cast<std::uint8_t>(model == Model::agent ? 0 : 1),
          .interrupt_count = interrupt_count,
          .first_service = index,
          .first_interrupt = first_interrupt,
          .services = services,
          .interrupts = interrupts,
          .waitable = services | interrupts | SignalSet::doorbell,
          .more_urgent = ~(0xFFFF'FFFFU >> index),
          .domain = kDomains.data(),
          .entry = nullptr,
          .stack_limit = memory[index],
          .stack_top = memory[index] + kStackSize,
          .message = nullptr,
          .init = nullptr,
          .functions = nullptr};
}

inline constexpr std::array<PartitionDescriptor, kPartitionCount> kPartitions{{
    describe(300, Model::ipc, kHigh, 2, 0),
    describe(301, Model::ipc, kNormal, 1, 2),
    describe(302, Model::ipc, kLow, 2, 3),
    describe(2, Model::agent, kAgent, 0, 5),
}};

}  // namespace spm::system
