// SPDX-License-Identifier: Apache-2.0

#include "rules.hpp"

#include <algorithm>

namespace model {
namespace {

constexpr bool kAtOnce = POSTERN_MODEL_OPTION == 1;  // CONFIG_TFM_SCHEDULE_WHEN_NS_INTERRUPTED, SCH-9

}  // namespace

void Rules::begin() {
  *this = {};
  for (Thread& thread : threads) {
    thread.ready = true;
  }
  serving.fill(kIdle);
  below = kIdle;
  running = kHigh;
}

/// SCH-1, SCH-3, SCH-6: a partition that waits neither for a signal nor for an answer is ready, and idle always is.
Who Rules::most_urgent() const {
  for (unsigned who = 0; who < kClients; ++who) {
    if (threads[who].ready) {
      return static_cast<Who>(who);
    }
  }
  return kIdle;
}

/// SCH-4, SCH-5, SCH-7, SCH-16: when a call or an exception returns to secure code, or idle wakes up, the most urgent
/// partition runs. Suspended non-secure code resumes with the context below it; the non-secure stacks are last in,
/// first out, so the agent cannot run before it.
void Rules::secure_side_goes_on() {
  running = most_urgent();
  if (is_aside && (running == below || running == kAgent)) {
    running = below;
    is_aside = false;
  }
}

/// SCH-9, SCH-10: over non-secure code.
void Rules::go_on_after_interrupt(bool over_gate) {
  if (!is_non_secure()) {
    secure_side_goes_on();
    return;
  }
  if (most_urgent() >= running) {
    return;
  }
  if (kAtOnce && !over_gate) {
    is_aside = true;
    below = running;
    secure_side_goes_on();
  } else if (running != kAgent) {
    running = kIdle;  // where the handlers end; the choice is made at the end of the last one
  }
}

void Rules::end_handler() {
  --handlers;
  if (handlers == 0 && running != kAgent) {
    secure_side_goes_on();
  }
}

void Rules::make_ready_if_awaited(Who partition) {
  Thread& thread = threads[partition];
  if (!thread.ready && thread.asked == Asked::wait && (signals_of(partition) & thread.awaited) != 0) {
    thread.ready = true;
  }
}

void Rules::assert_signal(Who partition, std::uint32_t signal) {
  signals[partition] |= signal;
  make_ready_if_awaited(partition);
}

void Rules::wait(std::uint32_t mask) {
  threads[running] = {(signals_of(running) & mask) != 0, Asked::wait, mask, 0};
  secure_side_goes_on();
}

void Rules::call(Who server) {
  threads[running] = {false, Asked::call, 0, 0};
  queues[server][queued[server]++] = running;  // SCH-14, SCH-17
  make_ready_if_awaited(server);
  secure_side_goes_on();
}

Who Rules::get() {
  auto& queue = queues[running];
  serving[running] = queue[0];
  std::ranges::rotate(queue, queue.begin() + 1);
  queue[kClients - 1] = {};
  --queued[running];
  return serving[running];
}

void Rules::reply(std::uint32_t status) {
  Thread& client = threads[serving[running]];
  serving[running] = kIdle;
  client.ready = true;
  client.answer = status;
  secure_side_goes_on();
}

void Rules::notify(Who whom) {
  assert_signal(whom, kDoorbell);
  secure_side_goes_on();
}

/// SLIH-1, EOI-4, EOI-5, IRQ-5: a line is closed from the arrival of a second-level interrupt until its psa_eoi, and
/// while its owner has it disabled.
bool Rules::is_open(unsigned line) const {
  const auto& [owner, signal] = kLines[line];
  const bool waits_for_eoi = signal == kSecondLevel && (signals[owner] & signal) != 0;
  return !waits_for_eoi && (disabled >> line & 1U) == 0;
}

void Rules::eoi(unsigned line) {
  signals[kLines[line].owner] &= ~kLines[line].signal;
  pending &= ~(1U << line);
}

void Rules::enable(unsigned line) {
  disabled &= ~(1U << line);
  if (is_open(line) && (pending >> line & 1U) != 0) {
    raise(line, true, false);
  }
}

void Rules::raise(unsigned line, bool asserts, bool over_gate) {
  if (!is_open(line)) {
    pending |= 1U << line;
    return;
  }
  pending &= ~(1U << line);
  if (asserts) {
    assert_signal(kLines[line].owner, kLines[line].signal);
  }
  go_on_after_interrupt(over_gate);
}

std::uint32_t Rules::tell(Who who) {
  Thread& thread = threads[who];
  const std::uint32_t word = thread.asked == Asked::wait ? signals_of(who) & thread.awaited : thread.answer;
  thread.asked = Asked::nothing;
  thread.awaited = thread.answer = 0;
  return word;
}

}  // namespace model
