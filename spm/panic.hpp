// The panic action (PE-4) and the kernel's own invariants.
#pragma once

#include "spm/panic_record.hpp"
#include "spm/types.hpp"

namespace spm {

struct Partition;

/// A partition broke a rule: writes the record, prints it and stops the system. Whom to blame is the caller's to say:
/// when a message is answered it can be the client instead of the running partition (PE-6).
[[noreturn, gnu::noinline, gnu::cold]] void panic(const Partition& whom, Rule rule);

/// The running partition came in where no call is allowed (PE-11).
[[noreturn, gnu::noinline, gnu::cold]] void panic_for_entry();

/// A fault of the running partition, or of the non-secure world (ISO-17, ISO-18).
[[noreturn]] void panic_for_fault(const FaultRegisters& registers, bool non_secure);

/// Says once, at boot, why the system restarted: the record is still there.
void report_last_panic();

/// The init function of a partition answered something that is neither success nor an error.
void warn_of_init(const Partition& partition, Status status);

/// The kernel is wrong about itself. `line` tells the place, together with the image.
[[noreturn, gnu::noinline, gnu::cold]] void stop_for_invariant(unsigned line);

}  // namespace spm

/// Always on: a condition that holds unless the kernel itself is wrong. What a caller can bring about is never one.
#define POSTERN_INVARIANT(condition)       \
  do {                                     \
    if (!(condition)) [[unlikely]] {       \
      ::spm::stop_for_invariant(__LINE__); \
    }                                      \
  } while (false)
