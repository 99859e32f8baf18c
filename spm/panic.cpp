// SPDX-License-Identifier: Apache-2.0

// The panic action: first the record, because it survives, then the text, then the port's reset or halt.
#include "spm/panic.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "encoding/last_run.h"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/log_line.hpp"
#include "spm/memory.hpp"
#include "spm/partition.hpp"
#include "spm/port_contract.hpp"
#include "spm/trace.hpp"

namespace spm {
namespace {

constexpr std::int32_t kTheSpm = 0;
constexpr std::int32_t kNonSecureWorld = -1;

/// Clients, caller and stack are for `postern decode`, which reads them from the log.
constexpr bool kTellsAll = system::kLogErrors;

/// What is told of a panic, in numbers: `postern decode` has the words. First what helps without it: whose, which,
/// where.
[[maybe_unused]] void print(const PanicRecord& record) {
  const std::span words = std::as_bytes(std::span(&record, 1));
  constexpr std::size_t kWord = sizeof(std::uint32_t);
  say("[ERR] panic: id # code #", &words[offsetof(PanicRecord, partition)]);
  static_assert(offsetof(PanicRecord, kind) == offsetof(PanicRecord, partition) + kWord);
  say(" at #\r\n[ERR] record", &words[offsetof(PanicRecord, fault.pc)]);
  for (std::size_t i = 0; i < words.size(); i += kWord) {
    say(" #", &words[i]);
  }
  say("\r\n", nullptr);
}

bool is_record(const PanicRecord& record) {
  return record.valid == PanicRecord::kValid || record.valid == PanicRecord::kReported ||
         (system::kRestarts && record.valid == PanicRecord::kRestarted);
}

/// The partition whose code runs. A FLIH function runs on top of the thread that it interrupted.
const Partition* whom_to_blame() {
  const Partition* const owner = interrupt_function_owner();
  return owner != nullptr ? owner : current_partition();
}

/// The agent runs only gates, so the non-secure world is to blame for what happens there.
std::int32_t id_of(const Partition* partition) {
  if (partition == nullptr) {
    return kTheSpm;
  }
  return partition == &agent() ? kNonSecureWorld : partition->descriptor->id;
}

/// The partition whose message this one handles, or nullptr. One with a loop of its own can hold several messages: then
/// the most urgent client is named.
const Partition* client_of(const Partition& server) {
  if constexpr (system::kBackend == Backend::sfn) {
    return server.serving;
  }
  for (const Partition& client : partitions) {
    if (client.call.server == &server) {
      return &client;
    }
  }
  return nullptr;
}

/// On whose behalf a partition works, up to the non-secure world.
[[maybe_unused]] void note_clients(PanicRecord& record, const Partition* server) {
  for (std::int32_t& client : record.clients) {
    server = server == nullptr ? nullptr : client_of(*server);
    client = server == nullptr ? 0 : id_of(server);
  }
}

/// True if this run answered a call of the non-secure world. Each message that a service takes raises the generation in
/// its handle, so this costs a call nothing.
bool is_healthy_run() {
  const auto taken = static_cast<std::uint32_t>(agent().call.message.handle) / Call::kGenerationStep;
  const bool is_one_outstanding =
      std::ranges::any_of(partitions, [](const Partition& partition) { return client_of(partition) == &agent(); });
  return taken > (is_one_outstanding ? 1U : 0U);
}

/// Fills in the record, except for what only the machine knows. `whom` is nullptr for the SPM itself.
PanicRecord& begin_record(PanicKind kind, std::int32_t id, Rule rule, const Partition* whom) {
  port::mask_interrupts();  // stops the non-secure world
  PanicRecord& record = port::record();
  const bool follows = is_record(record);
  const std::uint32_t count = follows ? record.count : 0;
  const std::uint32_t in_a_row = follows && !is_healthy_run() ? record.in_a_row : 0;
  port::clear(std::as_writable_bytes(std::span(&record, 1)).data(), sizeof record);
  record.partition = id;
  record.running = id_of(whom_to_blame());
  record.kind = kind;
  record.rule = rule;
  record.count = count + 1;
  record.in_a_row = in_a_row + 1;
  if constexpr (kTellsAll) {
    note_clients(record, interrupt_function_owner() == nullptr ? whom : nullptr);
  }
  return record;
}

/// A plain call has led here, so the stack of the caller begins where that of the function does. The function must not
/// be inlined.
[[gnu::always_inline]] inline void note_plain_call(FaultRegisters& registers) {
  const auto word = [](const void* address) { return static_cast<std::uint32_t>(address_of(address)); };
  registers.pc = word(__builtin_return_address(0));
  registers.stack_pointer = word(__builtin_dwarf_cfa());
}

/// On the SFN backend all partitions are on the stack of the agent.
[[maybe_unused]] const PartitionDescriptor& owner_of_stack() {
  const Partition* const running = system::kBackend == Backend::sfn ? nullptr : whom_to_blame();
  return *(running == nullptr ? agent() : *running).descriptor;
}

/// Only the partition ends: says so, and does not count it as a panic in a row.
[[maybe_unused]] void note_restart(PanicRecord& record) {
  record.in_a_row -= 1;
  record.valid = PanicRecord::kRestarted;
  if constexpr (system::kLogErrors) {
    print(record);
  }
}

[[maybe_unused]] OnPanic policy_for(const Partition& whom, PanicKind kind) {
  const Policy& policy = system::kPolicies[whom.index];
  return kind == PanicKind::fault ? policy.on_fault : policy.on_error;
}

/// The partition that is to blame if it has this policy; else nullptr.
[[maybe_unused]] Partition* blamed_with(OnPanic action, const PanicRecord& record) {
  for (Partition& partition : partitions) {
    if (partition.descriptor->id == record.partition && policy_for(partition, record.kind) == action) {
      return &partition;
    }
  }
  return nullptr;
}

[[noreturn]] void stop(PanicRecord& record) {
  if constexpr (kTellsAll) {
    port::note_stack(record, owner_of_stack());
  }
  if constexpr (system::kRestarts) {
    if (Partition* const whom = blamed_with(OnPanic::restart, record);
        whom != nullptr && backend::may_restart(*whom, record)) {
      note_restart(record);
      backend::restart_running(*whom);
    }
  }
  record.valid = PanicRecord::kValid;
  trace::note(trace::Kind::panic, 0, static_cast<std::uint16_t>(record.rule),
              static_cast<std::uint32_t>(record.partition), 0);
  if constexpr (system::kLogErrors) {
    print(record);
    if (record.in_a_row >= system::kResetLoopLimit) {
      say("[ERR] stopped\r\n", nullptr);
    }
  }
  if constexpr (system::kHasPolicies) {
    if (blamed_with(OnPanic::halt, record) != nullptr) {
      port::halt();
    }
  }
  port::stop(record);
}

[[noreturn, gnu::always_inline]] inline void stop_for_rule(const Partition& whom, Rule rule, std::uint32_t argument) {
  PanicRecord& record = begin_record(PanicKind::programmer_error, id_of(&whom), rule, &whom);
  record.argument = argument;
  if constexpr (kTellsAll && system::kBackend == Backend::sfn) {
    note_plain_call(record.fault);
  } else if (kTellsAll && interrupt_function_owner() == nullptr) {
    port::note_caller(record.fault);
  }
  stop(record);
}

/// How the last run ended, for the non-secure world: no address, no rule, no call.
[[maybe_unused]] std::uint32_t end_of(const PanicRecord& record) {
  switch (record.kind) {
    case PanicKind::programmer_error: return record.rule == rule(Area::panic, 1) ? LAST_RUN_PSA_PANIC : LAST_RUN_ERROR;
    case PanicKind::fault: return LAST_RUN_FAULT;
    case PanicKind::invariant: break;
  }
  return LAST_RUN_SPM;
}

}  // namespace

void panic(const Partition& whom, Rule rule) { stop_for_rule(whom, rule, 0); }

void panic_for_connect(const Partition& whom, Rule rule, std::uint32_t sid) { stop_for_rule(whom, rule, sid); }

void panic_for_entry() {
  stop(begin_record(PanicKind::programmer_error, id_of(whom_to_blame()), rule(Area::pe, 11), whom_to_blame()));
}

void panic_for_fault(const FaultRegisters& registers, bool non_secure) {
  const Partition* const whom = non_secure ? nullptr : whom_to_blame();
  PanicRecord& record = begin_record(PanicKind::fault, non_secure ? kNonSecureWorld : id_of(whom), Rule{}, whom);
  port::copy(std::as_writable_bytes(std::span(&record.fault, 1)).data(), std::as_bytes(std::span(&registers, 1)).data(),
             sizeof registers);
  stop(record);
}

bool restart_after_answer(Partition& client, Rule rule) {
  if constexpr (system::kRestarts) {
    if (backend::is_dying(client)) {
      return true;
    }
    if (policy_for(client, PanicKind::programmer_error) == OnPanic::restart && backend::has_restarts_left(client)) {
      note_restart(begin_record(PanicKind::programmer_error, id_of(&client), rule, &client));
      backend::restart_client(client);
      return true;
    }
  }
  return false;
}

void tell_last_run() {
  if constexpr (system::kTellsLastRun) {
    const PanicRecord& record = port::record();
    const bool has_ended_it = record.valid == PanicRecord::kValid;
    system::kLastRun[LAST_RUN_END] = has_ended_it ? end_of(record) : std::uint32_t{LAST_RUN_UNKNOWN};
    system::kLastRun[LAST_RUN_PARTITION] = has_ended_it ? static_cast<std::uint32_t>(record.partition) : 0;
    system::kLastRun[LAST_RUN_IN_A_ROW] = has_ended_it ? record.in_a_row : 0;
  }
}

void report_last_panic() {
  if (PanicRecord& record = port::record(); record.valid == PanicRecord::kValid) {
    record.valid = PanicRecord::kReported;
    if constexpr (system::kLogErrors) {
      print(record);
    }
  }
}

void warn_of_init(const Partition& partition, Status status) {
  if constexpr (system::kLogErrors) {
    const std::array words{static_cast<std::uint32_t>(partition.descriptor->id), static_cast<std::uint32_t>(status)};
    say("[WRN] id # init #\r\n", std::as_bytes(std::span(words)).data());
  }
}

void stop_for_invariant(unsigned line) {
  PanicRecord& record = begin_record(PanicKind::invariant, kTheSpm, Rule{}, nullptr);
  record.fault.pc = line;
  stop(record);
}

}  // namespace spm
