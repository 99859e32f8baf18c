// SPDX-License-Identifier: Apache-2.0

// The panic action (PE-4) and the kernel's invariants. Every file of the kernel may call this.
#pragma once

#include "spm/panic_record.hpp"
#include "spm/types.hpp"

namespace spm {

struct Partition;

/// A partition broke a rule: writes the record, prints it and stops the system. The caller decides which partition to
/// blame: when a message is answered it can be the client instead of the running partition (PE-6).
[[noreturn, gnu::noinline, gnu::cold]] void panic(const Partition& whom, Rule rule);
/// The same for a psa_connect: the record has the SID that it named.
[[noreturn, gnu::noinline, gnu::cold]] void panic_for_connect(const Partition& whom, Rule rule, std::uint32_t sid);

/// For a client whose call was answered with a programmer error: true if its life ends and the system's does not. The
/// record is written, and the client will begin anew.
[[gnu::noinline, gnu::cold]] bool restart_after_answer(Partition& client, Rule rule);

/// The running partition entered the kernel where no call is allowed (PE-11).
[[noreturn, gnu::noinline, gnu::cold]] void panic_for_entry();

/// A fault of the running partition, or of the non-secure world (ISO-17, ISO-18).
[[noreturn]] void panic_for_fault(const FaultRegisters& registers, bool non_secure);

/// Leaves in the memory of the Platform service what ended the last run, before the record counts as reported. Not
/// called without POSTERN_LAST_RUN.
void tell_last_run();

/// Prints the record of the last panic, once, at the boot after it.
void report_last_panic();

/// The init function of a partition returned a status that is neither success nor an error.
void warn_of_init(const Partition& partition, Status status);

/// An invariant of the kernel does not hold. `line` and the image identify the place.
[[noreturn, gnu::noinline, gnu::cold]] void stop_for_invariant(unsigned line);

}  // namespace spm

/// Checks a condition that only a bug in the kernel can break, never a caller. Always on.
#define POSTERN_INVARIANT(condition)       \
  do {                                     \
    if (!(condition)) [[unlikely]] {       \
      ::spm::stop_for_invariant(__LINE__); \
    }                                      \
  } while (false)
