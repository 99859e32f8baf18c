// SPDX-License-Identifier: Apache-2.0

// A system of three partitions and the agent, in the form that `postern` writes: one urgent, two equally urgent. The
// second has two interrupts.
#pragma once

#include "encoding/counters.h"
#include "encoding/last_run.h"
#include "spm/descriptors.hpp"

namespace spm::system {

inline constexpr Backend kBackend = Backend::POSTERN_UNIT_BACKEND;
inline constexpr unsigned kIsolationLevel = POSTERN_UNIT_LEVEL;
inline constexpr unsigned kPartitionCount = 4;
inline constexpr PartitionIndex kAgent = kPartitionCount - 1;
inline constexpr unsigned kServiceCount = 3;
inline constexpr unsigned kConnectionCount = 3;
inline constexpr unsigned kStatelessCount = 1;
inline constexpr unsigned kInterruptCount = 2;
inline constexpr bool kDoorbell = true;
inline constexpr bool kMmIovec = true;
inline constexpr bool kHasSfnModel = true;
inline constexpr bool kHasIpcModel = true;
inline constexpr bool kScheduleWhenNsInterrupted = kIsolationLevel > 1;
inline constexpr bool kManagesNonSecureIds = false;
inline constexpr bool kLogErrors = true;
inline constexpr const char* kLogAtBoot = nullptr;
inline constexpr bool kHaltOnPanic = false;
inline constexpr unsigned kResetLoopLimit = 4;
inline constexpr bool kHasPolicies = false;
inline constexpr bool kRestarts = false;
inline constexpr bool kTrace = false;
inline std::uint32_t last_run[LAST_RUN_WORDS];
inline constexpr bool kTellsLastRun = true;
inline std::uint32_t* const kLastRun = last_run;
inline constexpr bool kCounters = true;
inline constinit postern_counters counters[kPartitionCount] asm("spm_counters") = {};
inline constexpr unsigned kRestartLimit = 3;
inline constexpr std::array<Policy, 0> kPolicies{};
inline constexpr std::array<OwnMemory, 0> kOwnMemories{};

// The memory of the tests' vectors: a region of constants, a region that partitions cannot access, and a region of
// variables.
inline constexpr std::size_t kRowSize = 256;
alignas(32) inline std::byte constants[kRowSize];
alignas(32) inline std::byte memory[kRowSize];
alignas(32) inline std::byte kernel_memory[kRowSize];

inline constexpr std::size_t kLast = kRowSize - 32;
inline const Region kRegions[] = {
    {constants + 7, constants + kLast + 1},
    {kernel_memory + 1, kernel_memory + kLast + 1},
    {memory + 3, memory + kLast + 1},
};
inline constexpr std::array<Domain, 1> kDomains{{{kRegions, 3}}};

inline constexpr std::array<ServiceDescriptor, kServiceCount> kServices{{
    {.sid = 0x100,
     .version = 1,
     .signal = SignalSet{0x10},
     .callers = 0x3000'0000,
     .owner = 0,
     .policy = VersionPolicy::strict,
     .connection_based = true,
     .mm_iovec = true},
    {.sid = 0x200,
     .version = 1,
     .signal = SignalSet{0x10},
     .callers = 0,
     .owner = 1,
     .policy = VersionPolicy::strict,
     .connection_based = true,
     .mm_iovec = false},
    {.sid = 0x201,
     .version = 1,
     .signal = SignalSet{0x20},
     .callers = 0x3000'0000,
     .owner = 1,
     .policy = VersionPolicy::relaxed,
     .connection_based = false,
     .mm_iovec = false},
}};
inline constexpr std::array<ServiceIndex, kServiceCount> kServicesBySid{{0, 1, 2}};
inline constexpr std::array<StatelessEntry, kStatelessCount> kStateless{
    {{.expected = 0x4000'0100, .mask = 0xFFFF'00FF, .service = 2}}};
/// The result of the FLIH function.
inline psa_flih_result_t flih_answer = PSA_FLIH_NO_SIGNAL;
inline psa_flih_result_t interrupt_function() { return flih_answer; }
inline constexpr std::array<InterruptDescriptor, kInterruptCount> kInterrupts{{
    {.source = 5,
     .owner = 1,
     .handling = Handling::second_level,
     .signal = SignalSet{0x8000'0000},
     .enabled_at_boot = false,
     .function = nullptr},
    {.source = 6,
     .owner = 1,
     .handling = Handling::first_level,
     .signal = SignalSet{0x4000'0000},
     .enabled_at_boot = false,
     .function = interrupt_function},
}};

/// The secure function of all partitions, which each test sets.
inline SecureFunction secure_function = nullptr;
inline psa_status_t any_function(const psa_msg_t* message) { return secure_function(message); }
inline constexpr SecureFunction kFunctions[] = {any_function, any_function};

constexpr PartitionDescriptor describe(std::int32_t id, Model model, unsigned first_service, unsigned service_count,
                                       std::uint32_t services, std::uint32_t more_urgent) {
  return {.id = id,
          .model = model,
          .service_count = static_cast<std::uint8_t>(service_count),
          .interrupt_count = 0,
          .first_service = static_cast<ServiceIndex>(first_service),
          .first_interrupt = 0,
          .services = SignalSet{services},
          .interrupts = SignalSet::none,
          .waitable = SignalSet{services} | SignalSet::doorbell,
          .more_urgent = more_urgent,
          .domain = kDomains.data(),
          .entry = nullptr,
          .stack_limit = nullptr,
          .stack_top = nullptr,
          .message = nullptr,
          .init = nullptr,
          .functions = kFunctions};
}

constexpr PartitionDescriptor with_interrupts(PartitionDescriptor partition) {
  partition.interrupt_count = kInterruptCount;
  partition.interrupts = SignalSet{0xC000'0000};
  partition.waitable = partition.waitable | partition.interrupts;
  return partition;
}

inline constexpr std::array<PartitionDescriptor, kPartitionCount> kPartitions{{
    describe(300, Model::ipc, 0, 1, 0x10, 0),
    with_interrupts(describe(301, Model::ipc, 1, 2, 0x30, 0x8000'0000)),
    describe(302, Model::sfn, 3, 0, 0, 0x8000'0000),
    describe(2, Model::agent, 3, 0, 0, 0xE000'0000),
}};

}  // namespace spm::system
