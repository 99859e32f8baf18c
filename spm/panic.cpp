// The panic action: first the record, because it survives, then the text, then the port's reset or halt.
#include "spm/panic.hpp"

#include <array>
#include <span>

#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/log_line.hpp"
#include "spm/partition.hpp"
#include "spm/port_contract.hpp"

namespace spm {
namespace {

constexpr std::int32_t kTheSpm = 0;
constexpr std::int32_t kNonSecureWorld = -1;
constexpr std::uint8_t kNoTrap = 0xFF;

/// The printed name of an area of rules, and the PSA call that has them.
struct AreaName {
  const char* rule;
  const char* api;
  std::uint8_t trap;
};

constexpr AreaName name_of(Area area) {
  switch (area) {
    case Area::none: return {"NONE", "", kNoTrap};
    case Area::call: return {"CALL", "psa_call", POSTERN_TRAP_CALL};
    case Area::clear: return {"DBL", "psa_clear", POSTERN_TRAP_CLEAR};
    case Area::close: return {"CLOSE", "psa_close", POSTERN_TRAP_CLOSE};
    case Area::conn: return {"CONN", "psa_connect", POSTERN_TRAP_CONNECT};
    case Area::dbl: return {"DBL", "psa_notify", POSTERN_TRAP_NOTIFY};
    case Area::eoi: return {"EOI", "psa_eoi", POSTERN_TRAP_EOI};
    case Area::ext: return {"EXT", "a message to the log", POSTERN_TRAP_LOG};
    case Area::flih: return {"FLIH", "an interrupt function", kNoTrap};
    case Area::get: return {"GET", "psa_get", POSTERN_TRAP_GET};
    case Area::irq: return {"IRQ", "psa_irq_enable or psa_irq_disable", POSTERN_TRAP_IRQ_ENABLE};
    case Area::mmv: return {"MMV", "a mapping of a vector", POSTERN_TRAP_MAP_INVEC};
    case Area::num: return {"NUM", "psa_call", POSTERN_TRAP_CALL};
    case Area::panic: return {"PANIC", "psa_panic", POSTERN_TRAP_PANIC};
    case Area::pe: return {"PE", "an entry where none is allowed", kNoTrap};
    case Area::read: return {"READ", "psa_read", POSTERN_TRAP_READ};
    case Area::reply: return {"REPLY", "psa_reply", POSTERN_TRAP_REPLY};
    case Area::rhn: return {"RHN", "psa_set_rhandle", POSTERN_TRAP_SET_RHANDLE};
    case Area::rst: return {"RST", "psa_reset_signal", POSTERN_TRAP_RESET_SIGNAL};
    case Area::sfn: return {"SFN", "a secure function", kNoTrap};
    case Area::skip: return {"SKIP", "psa_skip", POSTERN_TRAP_SKIP};
    case Area::sls: return {"SLS", "psa_call", POSTERN_TRAP_CALL};
    case Area::wait: return {"WAIT", "psa_wait", POSTERN_TRAP_WAIT};
    case Area::write: return {"WRITE", "psa_write", POSTERN_TRAP_WRITE};
    case Area::answered: return {"REPLY", "psa_call", POSTERN_TRAP_CALL};
  }
  return {"NONE", "", kNoTrap};
}

/// The trap of each area, for the record. Bytes take less space than branches.
using TrapOfArea = std::array<std::uint8_t, static_cast<std::size_t>(Area::answered) + 1>;
constexpr TrapOfArea kTraps = [] {
  TrapOfArea traps{};
  for (std::size_t i = 0; i < traps.size(); ++i) {
    traps[i] = name_of(Area{static_cast<std::uint8_t>(i)}).trap;
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
    constexpr unsigned kDigits = 8;
    std::array<char, kDigits + 3> text{'0', 'x'};
    for (unsigned i = 0; i < kDigits; ++i) {
      text[2 + i] = "0123456789ABCDEF"[value >> (4 * (kDigits - 1 - i)) & 0xFU];
    }
    return word(name).word(text.data());
  }
  Line& rule(Rule broken) {
    const unsigned number = number_of(broken);
    std::array<char, 4> digits{'-'};
    unsigned used = 1;
    if (number >= 10) {
      digits[used++] = static_cast<char>('0' + number / 10);
    }
    digits[used] = static_cast<char>('0' + number % 10);
    word(name_of(area_of(broken)).rule);
    port::log(digits.data());
    return *this;
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

void print(const char* opening, const PanicRecord& record) {
  Line line(opening);
  line.word(name_of(record.partition)).hex("id", static_cast<std::uint32_t>(record.partition));
  switch (record.kind) {
    case PanicKind::programmer_error:
      line.word("broke").rule(record.rule).word("in").word(name_of(area_of(record.rule)).api);
      return;
    case PanicKind::invariant: line.hex("invariant at line", record.fault.pc); return;
    case PanicKind::fault: print_fault(line, record.fault); return;
  }
}

bool is_record(const PanicRecord& record) {
  return record.valid == PanicRecord::kValid || record.valid == PanicRecord::kReported;
}

/// Fills in the record, except for what only the machine knows.
PanicRecord& begin_record(PanicKind kind, std::int32_t id, Rule rule) {
  port::mask_interrupts();  // stops the non-secure world
  PanicRecord& record = port::record();
  const std::uint32_t before = is_record(record) ? record.count : 0;
  port::clear(std::as_writable_bytes(std::span(&record, 1)).data(), sizeof record);
  record.partition = id;
  record.kind = kind;
  record.trap = kTraps[static_cast<std::size_t>(area_of(rule))];
  record.rule = rule;
  record.count = before + 1;
  return record;
}

[[noreturn]] void stop(PanicRecord& record) {
  record.valid = PanicRecord::kValid;
  if constexpr (system::kLogErrors) {
    print("[ERR] panic:", record);
  }
  port::stop(record);
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

}  // namespace

void panic(const Partition& whom, Rule rule) { stop(begin_record(PanicKind::programmer_error, id_of(&whom), rule)); }

void panic_for_entry() { stop(begin_record(PanicKind::programmer_error, id_of(whom_to_blame()), rule(Area::pe, 11))); }

void panic_for_fault(const FaultRegisters& registers, bool non_secure) {
  PanicRecord& record = begin_record(PanicKind::fault, non_secure ? kNonSecureWorld : id_of(whom_to_blame()), Rule{});
  port::copy(std::as_writable_bytes(std::span(&record.fault, 1)).data(), std::as_bytes(std::span(&registers, 1)).data(),
             sizeof registers);
  stop(record);
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
  PanicRecord& record = begin_record(PanicKind::invariant, kTheSpm, Rule{});
  record.fault.pc = line;
  stop(record);
}

}  // namespace spm
