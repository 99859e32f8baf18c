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

/// The trap of each area, for the record. Bytes take less space than branches.
using TrapOfArea = std::array<std::uint8_t, static_cast<std::size_t>(Area::answered) + 1>;
constexpr TrapOfArea kTraps = [] {
  TrapOfArea traps{};
  for (std::size_t i = 0; i < traps.size(); ++i) {
    traps[i] = encoding::name_of(Area{static_cast<std::uint8_t>(i)}).trap;
  }
  return traps;
}();

/// A line on the secure log, written word by word: there is no heap, and a buffer would cost stack.
class Line {
 public:
  explicit Line(const char* opening) {
    begin_line();
    port::log(opening);
  }
  ~Line() { port::log("\r\n"); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  Line& word(const char* text) {
    port::log(" ");
    port::log(text);
    return *this;
  }
  Line& hex(const char* name, std::uint32_t value) {
    word(name).word("0x");
    write_digits(value);
    return *this;
  }
  Line& digits(std::uint32_t value) {
    port::log(" ");
    write_digits(value);
    return *this;
  }
  Line& rule(Rule broken) {
    const unsigned number = number_of(broken);
    std::array<char, 4> digits{'-'};
    unsigned used = 1;
    if (number >= 10) {
      digits[used++] = static_cast<char>('0' + number / 10);
    }
    digits[used] = static_cast<char>('0' + number % 10);
    word(encoding::name_of(area_of(broken)).rule);
    port::log(digits.data());
    return *this;
  }

 private:
  static void write_digits(std::uint32_t value) {
    constexpr unsigned kDigits = 8;
    std::array<char, kDigits + 1> text{};
    for (unsigned i = 0; i < kDigits; ++i) {
      text[i] = "0123456789ABCDEF"[value >> (4 * (kDigits - 1 - i)) & 0xFU];
    }
    port::log(text.data());
  }
};

/// The name of the partition or world that a record blames.
const char* name_of(std::int32_t id) {
  if (id == kTheSpm) {
    return "the SPM";
  }
  if (id == kNonSecureWorld) {
    return "the non-secure world";
  }
  for (const PartitionDescriptor& partition : system::kPartitions) {
    if (partition.id == id) {
      return partition.name;
    }
  }
  return "nobody in this image";
}

/// The cause of a fault, in words. The frame has the address of the instruction, but it is not always written.
void print_cause(Line& line, const FaultRegisters& fault) {
  constexpr std::uint32_t kStackOverflow = 1U << 20U;                // STKOF
  constexpr std::uint32_t kFrameRefused = (1U << 4U) | (1U << 12U);  // MSTKERR, STKERR
  constexpr std::uint32_t kReturnRefused = (1U << 1U) | (1U << 2U);  // INVIS, INVER
  if ((fault.configurable_status & kStackOverflow) != 0) {
    line.word("stack overflow");
  } else if ((fault.configurable_status & kFrameRefused) != 0) {
    line.word("fault: no frame could be written");
  } else if ((fault.secure_status & kReturnRefused) != 0) {
    line.word("fault: a return that no exception began");
  } else {
    line.hex("fault at", fault.pc);
  }
}

/// An address register is valid only while its valid bit is set.
void print_fault(Line& line, const FaultRegisters& fault) {
  constexpr std::uint32_t kMemoryAddressValid = 1U << 7U;
  constexpr std::uint32_t kBusAddressValid = 1U << 15U;
  constexpr std::uint32_t kSecureAddressValid = 1U << 6U;
  print_cause(line, fault);
  line.hex("CFSR", fault.configurable_status).hex("HFSR", fault.hard_status).hex("SFSR", fault.secure_status);
  if ((fault.configurable_status & kMemoryAddressValid) != 0) {
    line.hex("MMFAR", fault.memory_address);
  }
  if ((fault.configurable_status & kBusAddressValid) != 0) {
    line.hex("BFAR", fault.bus_address);
  }
  if ((fault.secure_status & kSecureAddressValid) != 0) {
    line.hex("SFAR", fault.secure_address);
  }
}

void print_words(const char* opening, const PanicRecord& record) {
  Line line(opening);
  line.word(name_of(record.partition)).hex("id", static_cast<std::uint32_t>(record.partition));
  switch (record.kind) {
    case PanicKind::programmer_error:
      line.word("broke").rule(record.rule).word("in").word(encoding::name_of(area_of(record.rule)).api);
      return;
    case PanicKind::invariant: line.hex("invariant at line", record.fault.pc); return;
    case PanicKind::fault: print_fault(line, record.fault); return;
  }
}

/// One line to read, and one for `postern decode` with every word of the record.
void print(const char* opening, const PanicRecord& record) {
  print_words(opening, record);
  Line line("[ERR] panic: record");
  std::array<std::uint32_t, encoding::kPanicRecordWords> words;
  port::copy(std::as_writable_bytes(std::span(words)).data(), std::as_bytes(std::span(&record, 1)).data(),
             sizeof record);
  for (const std::uint32_t word : words) {
    line.digits(word);
  }
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
  record.trap = kTraps[static_cast<std::size_t>(area_of(rule))];
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
    print("[ERR] panic, and only the partition restarts:", record);
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
    print("[ERR] panic:", record);
    if (record.in_a_row >= system::kResetLoopLimit) {
      Line("[ERR] panic:").hex("count", record.in_a_row).word("in a row, and no call answered between them: stopped");
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
      print("[ERR] restarted after a panic:", record);
    }
  }
}

void warn_of_init(const Partition& partition, Status status) {
  if constexpr (system::kLogErrors) {
    Line line("[WRN]");
    line.word(partition.descriptor->name).hex("init answered", static_cast<std::uint32_t>(status));
  }
}

void stop_for_invariant(unsigned line) {
  PanicRecord& record = begin_record(PanicKind::invariant, kTheSpm, Rule{}, nullptr);
  record.fault.pc = line;
  stop(record);
}

}  // namespace spm
