// SPDX-License-Identifier: Apache-2.0

// The vector table, up to the highest interrupt that a manifest names: no other secure line is ever enabled.
#include <algorithm>
#include <array>

#include "port_internal.hpp"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "system.hpp"

namespace port {
namespace {

constexpr unsigned kSystemExceptions = 15;  // numbered from 1
constexpr unsigned kHardFault = 3;
constexpr unsigned kMemManage = 4;
constexpr unsigned kSvc = 11;
constexpr unsigned kPendSv = 14;

using Handler = void (*)();

struct VectorTable {
  std::byte* main_stack;
  std::array<Handler, kSystemExceptions + spm::kLineCount> handlers;  // of exception 1 and up
};

consteval auto all_handlers() {
  std::array<Handler, kSystemExceptions + spm::kLineCount> handlers{};
  if constexpr (spm::system::kBackend == spm::Backend::ipc) {
    std::ranges::fill(handlers, port_interrupt);
  } else {
    std::ranges::copy(spm::kPlainLines, handlers.begin() + kSystemExceptions);
  }
  std::fill_n(handlers.begin(), kSystemExceptions, port_fault);  // SysTick too: nothing uses it
  handlers[0] = port_reset;
  handlers[kSvc - 1] = port_svc;
  if constexpr (spm::system::kRowsOnDemand) {
    handlers[kMemManage - 1] = spm::kMapsRegions ? port_mapped_fault : port_row_fault;
    if constexpr (spm::system::kIsolationLevel == 1) {
      handlers[kHardFault - 1] = port_row_fault;  // a fault of privileged code that has masked interrupts
    }
  }
  if constexpr (spm::kHasUpcalls) {
    handlers[kPendSv - 1] = port_function_begins;
  }
  return handlers;
}

}  // namespace

// The regions of level 1, for row_fault.S. They have a section of their own, which an image without regions on demand
// does not have.
extern const spm::Region* const port_rows asm("port_rows");
[[gnu::section(".rodata.port_rows"), gnu::used]] constinit const spm::Region* const port_rows =
    spm::system::kDomains[0].regions;

extern const VectorTable vectors;
[[gnu::section(".vectors"), gnu::used]] constinit const VectorTable vectors{handler_stack_top, all_handlers()};

}  // namespace port
