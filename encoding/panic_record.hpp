// SPDX-License-Identifier: Apache-2.0

// The record of a panic, in memory that survives the reset: who broke which rule, in which call or by which fault, and
// on whose behalf. The kernel writes it and prints it at the next boot; `postern decode` turns it into words.
//
// The layout is fixed and has no strings, so a debugger, the next boot and the tool can read it without the image that
// wrote it. Every build keeps the record; the text on the secure log is extra.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/trap_numbers.h"

namespace encoding {

/// The areas of the framework's rules. Their names are printed in capitals, with two exceptions: `clear` has the DBL
/// rules of psa_clear, and `answered` has the REPLY rule for a client whose call was answered with a programmer error.
enum class Area : std::uint8_t {
  none,
  call,
  clear,
  close,
  conn,
  dbl,
  eoi,
  ext,
  flih,
  get,
  irq,
  mmv,
  num,
  panic,
  pe,
  read,
  reply,
  rhn,
  rst,
  sfn,
  skip,
  sls,
  wait,
  write,
  answered,
};

/// One rule, such as CALL-7, in 16 bits: the area in the upper byte, the number in the lower.
enum class Rule : std::uint16_t {};

consteval Rule rule(Area area, unsigned number) {
  return Rule{static_cast<std::uint16_t>((static_cast<unsigned>(area) << 8U) | number)};
}
constexpr Area area_of(Rule rule) { return Area{static_cast<std::uint8_t>(static_cast<unsigned>(rule) >> 8U)}; }
constexpr unsigned number_of(Rule rule) { return static_cast<unsigned>(rule) & 0xFFU; }

/// The printed name of an area of rules, and the PSA call that has them.
struct AreaName {
  const char* rule;
  const char* api;
  std::uint8_t trap;
};

inline constexpr std::uint8_t kNoTrap = 0xFF;

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

enum class PanicKind : std::uint8_t { programmer_error = 1, fault = 2, invariant = 3 };

/// The machine's registers. At a fault: those of the interrupted code. At a programmer error: those of the call, where
/// the machine has them; the status is zero then. If an invariant fails, `pc` is its line.
struct FaultRegisters {
  std::uint32_t configurable_status;  // CFSR
  std::uint32_t hard_status;          // HFSR
  std::uint32_t secure_status;        // SFSR
  std::uint32_t memory_address;       // MMFAR, valid when CFSR says so
  std::uint32_t bus_address;          // BFAR
  std::uint32_t secure_address;       // SFAR
  std::uint32_t non_secure_status;    // CFSR of the non-secure world
  std::uint32_t non_secure_address;   // MMFAR of the non-secure world
  std::uint32_t exception_return;     // 0: nothing was stacked, and `stack_pointer` is that of `pc`
  std::uint32_t stack_pointer;        // of the interrupted context, below its frame
  std::uint32_t r[13];
  std::uint32_t lr;
  std::uint32_t pc;
  std::uint32_t psr;
};

constexpr std::uint32_t kStackOverflow = 1U << 20U;  // STKOF of CFSR
/// INVIS, INVER of SFSR: a return that no exception began. Only non-secure code causes it, and EXC_RETURN means
/// nothing.
constexpr std::uint32_t kForgedReturn = (1U << 1U) | (1U << 2U);

/// The bits of CFSR that concern the frame. The secure register also has the bus faults of a non-secure stack. The
/// non-secure world can leave bits of its own set; then the frame of a later fault of its own is not used.
constexpr std::uint32_t status_of_stack(const FaultRegisters& fault) {
  constexpr std::uint32_t kSecureStack = 1U << 6U;  // of EXC_RETURN
  const bool is_secure = (fault.exception_return & kSecureStack) != 0;
  return fault.configurable_status | (is_secure ? 0 : fault.non_secure_status);
}

/// False if the stack has no frame of this fault: the hardware could not write it, or a forged return caused the fault.
constexpr bool is_frame_written(const FaultRegisters& fault) {
  constexpr std::uint32_t kRefused = (1U << 4U) | (1U << 12U);  // MSTKERR, STKERR
  return (status_of_stack(fault) & (kRefused | kStackOverflow)) == 0 && (fault.secure_status & kForgedReturn) == 0;
}

/// Words of a stack, from `first` on; as many as memory has.
struct StackWords {
  std::uint32_t first;
  std::uint32_t words[32];
};

/// In an image that logs no errors, `clients` and `stack` are zero, and so is `fault` at a programmer error.
struct PanicRecord {
  static constexpr std::uint32_t kValid = 0x504E4332;  // "PNC2": the layout below is complete

  static constexpr std::uint32_t kReported = 0x504E4372;  // "PNCr": the same, and the next boot has printed it

  static constexpr std::uint32_t kRestarted = 0x504E4352;  // "PNCR": the partition restarts, and the system does not

  std::uint32_t valid;
  std::int32_t partition;  // the id that is to blame; 0: the SPM itself; -1: the non-secure world
  PanicKind kind;
  std::uint8_t trap;  // the call's number in runtime/trap_numbers.h, 0xFF if there was no call
  Rule rule;
  std::uint32_t count;      // panics since power-on
  std::uint32_t in_a_row;   // the last of them, without a healthy run between them
  std::int32_t running;     // the id of the code that ran
  std::int32_t clients[6];  // whom the one to blame serves, whom that one serves, ...; 0: no further one
  std::uint32_t argument;   // the SID that a refused psa_connect named
  FaultRegisters fault;
  StackWords stack;
};
inline constexpr std::size_t kPanicRecordWords = 72;
static_assert(sizeof(PanicRecord) == kPanicRecordWords * sizeof(std::uint32_t));

}  // namespace encoding
