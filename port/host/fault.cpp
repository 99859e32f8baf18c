// SPDX-License-Identifier: Apache-2.0

// Turns faults of the process into faults of the machine: a signal handler on its own stack, then the panic action.
//
// The words of the record are 32 bits wide. Code and data of this program are below 4 GiB; of any other address the
// lower half is kept.
#include <ucontext.h>

#include <array>
#include <csignal>
#include <cstdint>

#include "port_internal.hpp"
#include "spm/entry.hpp"
#include "spm/panic.hpp"

namespace port {
namespace {

constexpr std::size_t kSignalStackSize = std::size_t{256} * 1024;
alignas(16) constinit std::array<std::byte, kSignalStackSize> signal_stack{};

std::uint32_t lower_half(std::uint64_t word) { return static_cast<std::uint32_t>(word); }

/// The status that an Armv8-M processor would report: DACCVIOL with MMARVALID, UNDEFINSTR, DIVBYZERO.
std::uint32_t status_of(int signal) {
  switch (signal) {
    case SIGILL: return 1U << 16U;
    case SIGFPE: return 1U << 25U;
    default: return (1U << 1U) | (1U << 7U);
  }
}

void take_fault(int signal, siginfo_t* info, void* interrupted) {
  const auto& registers = static_cast<const ucontext_t*>(interrupted)->uc_mcontext.gregs;
  const auto word = [&](int index) { return lower_half(static_cast<std::uint64_t>(registers[index])); };
  spm::FaultRegisters fault{};
  fault.configurable_status = status_of(signal);
  fault.memory_address = lower_half(reinterpret_cast<std::uintptr_t>(info->si_addr));
  fault.stack_pointer = word(REG_RSP);
  fault.pc = word(REG_RIP);
  fault.psr = word(REG_EFL);
  fault.r[0] = word(REG_RDI);
  fault.r[1] = word(REG_RSI);
  fault.r[2] = word(REG_RDX);
  fault.r[3] = word(REG_RCX);
  spm_fault(&fault, is_non_secure());
}

}  // namespace

// A trap is a plain call here, so nothing keeps the registers of its caller; and the stack of a process has 64-bit
// words.
void note_caller(spm::FaultRegisters&) {}
void note_stack(spm::PanicRecord&, const spm::PartitionDescriptor&) {}

void catch_faults() {
  const stack_t stack{.ss_sp = signal_stack.data(), .ss_flags = 0, .ss_size = signal_stack.size()};
  POSTERN_INVARIANT(sigaltstack(&stack, nullptr) == 0);
  struct sigaction action {};
  action.sa_sigaction = take_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;  // the kernel may leave from here
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) {
    POSTERN_INVARIANT(sigaction(signal, &action, nullptr) == 0);
  }
}

}  // namespace port
