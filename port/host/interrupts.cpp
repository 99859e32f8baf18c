// SPDX-License-Identifier: Apache-2.0

// Interrupt lines without an interrupt controller: sets of lines, and a script of the lines to pend when nothing can
// run. Partitions and tests raise lines through raise.h; the kernel sees spm/port_contract.hpp.
#include "port/host/raise.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "port_internal.hpp"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/panic.hpp"

namespace port {
namespace {

constexpr unsigned kSecureLines = 32;  // as board.yaml says
constexpr unsigned kLines = POSTERN_FIRST_NON_SECURE_LINE + POSTERN_NON_SECURE_LINES;
static_assert(POSTERN_FIRST_NON_SECURE_LINE == kSecureLines);

struct Controller {
  std::bitset<kLines> enabled;
  std::bitset<kLines> pending;
  bool masked = false;
  std::array<unsigned, kLines> script{};  // lines to pend when the machine sleeps
  unsigned script_first = 0;
  unsigned script_count = 0;
  std::bitset<kLines> at_gate;  // to pend when a gate opens
  bool holds_non_secure = false;
};

constinit Controller controller{};

/// A non-secure handler that is active.
struct Handler {
  unsigned line;
  Fibre* below;  // what it returns to; nullptr: the thread of the context that then runs
};

constexpr unsigned kMostHandlers = POSTERN_NON_SECURE_LINES;
constinit std::array<void (*)(), POSTERN_NON_SECURE_LINES> functions{};
constinit std::array<Handler, kMostHandlers> handlers{};
constinit std::array<Fibre, kMostHandlers> handler_fibres{};
constinit unsigned handler_count = 0;
constinit unsigned open_gates = 0;  // called by handlers

bool is_handler_of(unsigned line) {
  return std::any_of(handlers.begin(), handlers.begin() + handler_count,
                     [line](const Handler& handler) { return handler.line == line; });
}

/// A non-secure handler can interrupt everything except the kernel and itself.
std::bitset<kLines> ready_lines() {
  std::bitset<kLines> ready = controller.enabled & controller.pending;
  for (unsigned line = kSecureLines; line < kLines; ++line) {
    ready.set(line, controller.pending.test(line) && !controller.holds_non_secure && !is_handler_of(line));
  }
  return ready;
}

spm::Interrupted interrupted_now() {
  if (open_gates != 0) {
    return spm::Interrupted::gate;
  }
  if (is_non_secure_thread(*executing)) {
    return spm::Interrupted::non_secure_thread;
  }
  return is_non_secure() ? spm::Interrupted::non_secure_handler : spm::Interrupted::thread;
}

/// A handler ends by returning from its exception to the code below it, which may have changed meanwhile.
void run_handler() {
  functions[handlers[handler_count - 1].line - kSecureLines]();
  take_interrupts();
  --handler_count;
  Fibre* const below = handlers[handler_count].below;
  go_on_with(below != nullptr ? *below : current->fibre);
}

void begin_handler(unsigned line) {
  std::byte* const limit = handler_count == 0 ? first_handler_stack_limit : second_handler_stack_limit;
  std::byte* const top = handler_count == 0 ? first_handler_stack_top : second_handler_stack_top;
  Fibre& fibre = handler_fibres[handler_count];
  prepare(fibre, run_handler, limit, top);
  const bool is_over_context = current != nullptr && executing == &current->fibre;
  handlers[handler_count++] = {line, is_over_context ? nullptr : executing};
  go_on_with(fibre);
}

void take_interrupt(unsigned line) {
  controller.pending.reset(line);
  if (line >= kSecureLines) {
    begin_handler(line);
    return;
  }
  handler_mode = true;
  leave_handler_mode(spm::take_line(line, interrupted_now()));
}

}  // namespace

OpenGate::OpenGate() { ++open_gates; }
OpenGate::~OpenGate() { --open_gates; }

void go_on_with(Fibre& fibre) {
  Fibre& from = *std::exchange(executing, &fibre);
  switch_fibre(from, fibre);
}

bool is_non_secure() {
  return executing != nullptr &&
         (is_non_secure_thread(*executing) ||
          std::ranges::any_of(handler_fibres, [](const Fibre& fibre) { return &fibre == executing; }));
}

bool is_pre_empted(const Context& context) {
  return &context == current && handler_count != 0 && handlers[0].below == nullptr;
}

void hold_non_secure() { controller.holds_non_secure = true; }

void release_interrupts() { controller.holds_non_secure = false; }

void pend_lines_of_gates() { controller.pending |= std::exchange(controller.at_gate, {}); }

void take_interrupts() {
  while (!controller.masked && !handler_mode) {
    const std::bitset<kLines> ready = ready_lines();
    if (ready.none()) {
      return;
    }
    take_interrupt(static_cast<unsigned>(__builtin_ctzll(ready.to_ullong())));
  }
}

void sleep() {
  if (ready_lines().any()) {
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

bool interrupt_waits() { return ready_lines().any(); }

void route(std::uint16_t source) { POSTERN_INVARIANT(source < kSecureLines); }

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

void postern_raise_at_gate(unsigned source) {
  POSTERN_INVARIANT(source < port::kLines);
  port::controller.at_gate.set(source);
}

void postern_set_handler(unsigned source, void (*handler)(void)) {
  POSTERN_INVARIANT(source >= port::kSecureLines && source < port::kLines);
  port::functions[source - port::kSecureLines] = handler;
}

}  // extern "C"
