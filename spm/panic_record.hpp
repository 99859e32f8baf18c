// What is kept of a panic, in memory that survives the reset: who broke which rule, in which call or by which fault.
//
// The record has a fixed binary layout, so that it can be read by a debugger, by the next boot and by a tool without
// the image that wrote it. Every build keeps it; the text on the secure log is extra.
#pragma once

#include <cstdint>

namespace spm {

/// The areas of the framework's rules; their names are printed as they stand here in capitals, but for two: `clear` has
/// DBL's rules of psa_clear, and `answered` has REPLY's of a client whose call was answered with a programmer error.
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

/// One rule, CALL-7 say, in 16 bits: the area above, the number below.
enum class Rule : std::uint16_t {};

consteval Rule rule(Area area, unsigned number) {
  return Rule{static_cast<std::uint16_t>((static_cast<unsigned>(area) << 8U) | number)};
}
constexpr Area area_of(Rule rule) { return Area{static_cast<std::uint8_t>(static_cast<unsigned>(rule) >> 8U)}; }
constexpr unsigned number_of(Rule rule) { return static_cast<unsigned>(rule) & 0xFFU; }

enum class PanicKind : std::uint8_t { programmer_error = 1, fault = 2, invariant = 3 };

/// The machine's own view of a fault; all zero for a programmer error but for the frame of the call.
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

  static constexpr std::uint32_t kReported = 0x504E4372;  // "PNCr": as above, and the next boot has said so

  std::uint32_t valid;
  std::int32_t partition;  // the id of whom it is booked to; 0: the SPM itself; -1: the non-secure world
  PanicKind kind;
  std::uint8_t trap;  // the call: its number in runtime/trap_numbers.h, 0xFF when it was none
  Rule rule;
  std::uint32_t count;  // panics since power-on
  FaultRegisters fault;
};

}  // namespace spm
