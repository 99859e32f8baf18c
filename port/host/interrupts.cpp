// Interrupt lines without an interrupt controller: three sets of bits, and a script of what comes when nothing runs.
#include "port/host/raise.h"

#include <array>
#include <bitset>
#include <cstdio>
#include <cstdlib>

#include "port_internal.hpp"
#include "spm/entry.hpp"
#include "spm/panic.hpp"

namespace port {
namespace {

constexpr unsigned kLines = 32;  // as board.yaml says

struct Controller {
  std::bitset<kLines> enabled;
  std::bitset<kLines> pending;
  bool masked = false;
  std::array<unsigned, kLines> script{};  // lines to pend when the machine sleeps
  unsigned script_first = 0;
  unsigned script_count = 0;
};

constinit Controller controller{};

}  // namespace

void take_interrupts() {
  while (!controller.masked && !handler_mode) {
    const std::bitset<kLines> ready = controller.enabled & controller.pending;
    if (ready.none()) {
      return;
    }
    const auto source = static_cast<unsigned>(__builtin_ctzl(ready.to_ulong()));
    controller.pending.reset(source);
    handler_mode = true;
    if (non_secure_runs) {
      put_aside_non_secure(spm_interrupt(source, spm::Interrupted::non_secure_thread));
    } else {
      leave_handler_mode(spm_interrupt(source, spm::Interrupted::thread));
    }
  }
}

void sleep() {
  if ((controller.enabled & controller.pending).any()) {
    return;
  }
  if (controller.script_count == 0) {
    std::fflush(stdout);
    log("deadlock: every partition waits\n");
    std::_Exit(kDeadlockExit);
  }
  controller.pending.set(controller.script[controller.script_first]);
  controller.script_first = (controller.script_first + 1) % kLines;
  --controller.script_count;
}

bool in_handler_mode() { return handler_mode; }

void mask_interrupts() { controller.masked = true; }

void unmask_interrupts() {
  controller.masked = false;
  take_interrupts();
}

void wait_for_interrupt() { sleep(); }

void enable(std::uint16_t source) {
  controller.enabled.set(source);
  take_interrupts();
}

void disable(std::uint16_t source) { controller.enabled.reset(source); }

void clear_pending(std::uint16_t source) { controller.pending.reset(source); }

bool is_pending(std::uint16_t source) { return controller.pending.test(source); }

void route(std::uint16_t source) { POSTERN_INVARIANT(source < kLines); }

}  // namespace port

extern "C" {

void postern_raise(unsigned source) {
  POSTERN_INVARIANT(source < port::kLines);
  port::controller.pending.set(source);
  port::take_interrupts();
}

void postern_raise_when_idle(unsigned source) {
  auto& controller = port::controller;
  POSTERN_INVARIANT(source < port::kLines && controller.script_count < port::kLines);
  controller.script[(controller.script_first + controller.script_count) % port::kLines] = source;
  ++controller.script_count;
}

}  // extern "C"
