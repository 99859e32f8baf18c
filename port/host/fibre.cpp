// SPDX-License-Identifier: Apache-2.0

// Fibres, built on <ucontext.h>.
#include "fibre.hpp"

#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

#include <cstdlib>

namespace port {
namespace {

constinit Fibre* entering = nullptr;

void enter() {
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
  entering->entry();
  std::abort();
}

}  // namespace

void prepare(Fibre& fibre, void (*entry)(), std::byte* stack_limit, std::byte* stack_top) {
  fibre.stack_limit = stack_limit;
  fibre.stack_size = static_cast<std::size_t>(stack_top - stack_limit);
  fibre.shadow = nullptr;
  fibre.entry = entry;
  ASAN_UNPOISON_MEMORY_REGION(fibre.stack_limit, fibre.stack_size);  // what ran there before will not return
  getcontext(&fibre.machine);
  fibre.machine.uc_stack.ss_sp = fibre.stack_limit;
  fibre.machine.uc_stack.ss_size = fibre.stack_size;
  fibre.machine.uc_link = nullptr;
  makecontext(&fibre.machine, enter, 0);
}

void abandon_for(Fibre& to) {
  entering = &to;
  __sanitizer_start_switch_fiber(nullptr, to.stack_limit, to.stack_size);
  setcontext(&to.machine);
  std::abort();
}

void switch_fibre(Fibre& from, Fibre& to) {
  volatile bool is_back = false;  // getcontext() returns twice
  entering = &to;
  __sanitizer_start_switch_fiber(&from.shadow, to.stack_limit, to.stack_size);
  getcontext(&from.machine);
  if (!is_back) {
    is_back = true;
    setcontext(&to.machine);
  }
  __sanitizer_finish_switch_fiber(from.shadow, nullptr, nullptr);
}

}  // namespace port
