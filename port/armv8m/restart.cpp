// SPDX-License-Identifier: Apache-2.0

// How the kernel leaves a thread that died, and how its memory becomes as at boot. Only images in which a partition can
// restart link this.
#include "encoding/counters.h"
#include "port.hpp"
#include "port_internal.hpp"
#include "registers.hpp"

namespace port {
namespace {

namespace reg = registers;

// EXC_RETURN of a secure thread on its process stack.
constexpr std::uint32_t kSecureThread = (1U << 6U) | (1U << 3U) | (1U << 2U);

/// An exception whose entry failed stays pending, and would come over the next context: a trap of the dead thread, or a
/// fault of its stack. USGFAULTPENDED to SVCALLPENDED, SECUREFAULTPENDED, HARDFAULTPENDED.
constexpr std::uint32_t kPendedSystemExceptions = (0xFU << 12U) | (1U << 20U) | (1U << 21U);

constexpr std::uint32_t kFpuStorePending = 1;  // LSPACT

/// The status registers are cleared by writing ones, so that the next fault finds only its own.
void forget_fault() {
  for (const std::uintptr_t status : {reg::kConfigurableFaultStatus, reg::kHardFaultStatus, reg::kSecureFaultStatus}) {
    reg::write(status, reg::read(status));
  }
  reg::write(reg::kSystemHandlerControl, reg::read(reg::kSystemHandlerControl) & ~kPendedSystemExceptions);
}

/// The dead thread's registers go nowhere: neither to its stack, which may be the reason that it died, nor to the next
/// context.
void forget_fpu() {
  if (reg::read(reg::kCoprocessorAccess) == 0) {
    return;  // the processor has none
  }
  reg::write(reg::kFloatingPointContextControl, reg::read(reg::kFloatingPointContextControl) & ~kFpuStorePending);
  port_clear_fpu();
}

/// Boot has copied the initial data before the MPU was on. At level 1 no region has it, as no code needs it.
class WithBackground {
 public:
  WithBackground() { set(kOn | kPrivilegedBackground); }
  ~WithBackground() { set(kOn); }
  WithBackground(const WithBackground&) = delete;
  WithBackground& operator=(const WithBackground&) = delete;

 private:
  static constexpr std::uint32_t kOn = 1;
  static constexpr std::uint32_t kPrivilegedBackground = 1U << 2U;
  static void set(std::uint32_t control) {
    if constexpr (spm::system::kIsolationLevel == 1) {
      reg::write(reg::kProtectionControl, control);
      asm volatile("dsb\n\tisb" ::: "memory");
    }
  }
};

/// Below it are marks, which tell how deep the stack has been.
std::byte* first_used(const spm::OwnMemory& memory) {
  std::byte* place = memory.stack;
  while (place < memory.stack_end && *reinterpret_cast<const std::uint32_t*>(place) == POSTERN_STACK_MARK) {
    place += sizeof(std::uint32_t);
  }
  return place;
}

void clear_range(std::byte* first, const std::byte* end) { clear(first, static_cast<std::size_t>(end - first)); }

}  // namespace

bool can_leave() {
  constexpr std::uint32_t kNothingBelow = 1U << 11U;  // RETTOBASE
  return (reg::read(reg::kInterruptControlAndState) & kNothingBelow) != 0;
}

bool is_fault_of_thread(const spm::FaultRegisters& registers) {
  return (registers.exception_return & kSecureThread) == kSecureThread;
}

void leave(Context& next) {
  forget_fault();
  if constexpr (spm::system::kFpuIsUsable) {
    forget_fpu();
  }
  port_leave(next);
}

void renew(const spm::OwnMemory& memory) {
  {
    const WithBackground background;
    copy(memory.data, memory.image, static_cast<std::size_t>(memory.data_end - memory.data));
  }
  clear_range(memory.bss, memory.bss_end);
  clear_range(memory.heap, memory.heap_end);
  clear_range(spm::system::kCounters ? first_used(memory) : memory.stack, memory.stack_end);
}

}  // namespace port
