// The record of a panic, in memory that survives the reset: who broke which rule, in which call or by which fault.
// panic.cpp writes it, and prints it at the next boot.
//
// The binary layout is fixed, so a debugger, the next boot and a tool can read it without the image that wrote it.
// Every build keeps the record; the text on the secure log is extra.
#pragma once

#include <cstdint>

namespace spm {

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

enum class PanicKind : std::uint8_t { programmer_error = 1, fault = 2, invariant = 3 };

/// The machine's registers at a fault. All zero for a programmer error; if an invariant fails, `pc` is its line.
struct FaultRegisters {
  std::uint32_t configurable_status;  // CFSR
  std::uint32_t hard_status;          // HFSR
  std::uint32_t secure_status;        // SFSR
  std::uint32_t memory_address;       // MMFAR, valid when CFSR says so
  std::uint32_t bus_address;          // BFAR
  std::uint32_t secure_address;       // SFAR
  std::uint32_t exception_return;
  std::uint32_t stack_pointer;  // of the interrupted context
  std::uint32_t r[13];
  std::uint32_t lr;
  std::uint32_t pc;
  std::uint32_t psr;
};

struct PanicRecord {
  static constexpr std::uint32_t kValid = 0x504E4331;  // "PNC1": the layout below is complete

  static constexpr std::uint32_t kReported = 0x504E4372;  // "PNCr": the same, and the next boot has printed it

  std::uint32_t valid;
  std::int32_t partition;  // the id that is to blame; 0: the SPM itself; -1: the non-secure world
  PanicKind kind;
  std::uint8_t trap;  // the call's number in runtime/trap_numbers.h, 0xFF if there was no call
  Rule rule;
  std::uint32_t count;  // panics since power-on
  FaultRegisters fault;
};

}  // namespace spm
