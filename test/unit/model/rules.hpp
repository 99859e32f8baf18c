// SPDX-License-Identifier: Apache-2.0

// What must run, and what every partition must be told, by the framework's rules. They are computed from past events,
// and not from any record of the kernel: SCH-1 to SCH-17, and SLIH, EOI and IRQ where they open a line.
#pragma once

#include <array>
#include <cstdint>

namespace model {

/// In the order of urgency.
enum Who : std::uint8_t { kHigh, kNormal, kLow, kAgent, kIdle };
inline constexpr unsigned kPartitions = 3;
inline constexpr unsigned kClients = 4;
inline constexpr unsigned kMostHandlers = 2;

inline constexpr std::uint32_t kService = 0x10;
inline constexpr std::uint32_t kDoorbell = 0x8;
inline constexpr std::uint32_t kSecondLevel = 0x8000'0000;
inline constexpr std::uint32_t kFirstLevel = 0x4000'0000;
inline constexpr std::uint32_t kEverything = kService | kDoorbell | kSecondLevel | kFirstLevel;

struct Line {
  Who owner;
  std::uint32_t signal;
};
inline constexpr std::array<Line, 5> kLines{{
    {kHigh, kSecondLevel},
    {kHigh, kFirstLevel},
    {kNormal, kSecondLevel},
    {kLow, kSecondLevel},
    {kLow, kFirstLevel},
}};

/// What a thread that is not running has asked for, and is told when it runs again.
enum class Asked : std::uint8_t { nothing, wait, call };

struct Thread {
  bool ready;
  Asked asked;
  std::uint32_t awaited;  // of a wait
  std::uint32_t answer;   // of a call that was answered
};

struct Rules {
  std::array<Thread, kClients> threads;
  std::array<std::uint32_t, kPartitions> signals;  // all signals but those of the services
  std::array<std::array<Who, kClients>, kPartitions> queues;
  std::array<std::uint8_t, kPartitions> queued;
  std::array<Who, kPartitions> serving;  // the client of the message that it holds; kIdle: none
  std::uint32_t disabled;                // lines
  std::uint32_t pending;

  Who running;            // or the context on which the running non-secure handlers will end
  std::uint8_t handlers;  // their number
  bool is_aside;          // non-secure code is suspended on `below`: all handlers, or the non-secure program itself
  Who below;

  /// The state after boot: all are ready, and the most urgent begins.
  void begin();

  // Requests of the running thread.
  void wait(std::uint32_t mask);
  void call(Who server);
  /// The client of the message that it gets.
  Who get();
  void reply(std::uint32_t status);
  void notify(Who whom);
  void clear(std::uint32_t signal) { signals[running] &= ~signal; }
  void eoi(unsigned line);
  void enable(unsigned line);
  void disable(unsigned line) { disabled |= 1U << line; }
  /// Any entry, also by the non-secure program.
  void enter() { secure_side_goes_on(); }

  // Events from outside.
  void raise(unsigned line, bool asserts, bool over_gate);
  void begin_handler() { ++handlers; }
  void end_handler();

  [[nodiscard]] std::uint32_t signals_of(Who partition) const {
    return signals[partition] | (queued[partition] != 0 ? kService : 0);
  }
  /// The running non-secure handlers, the youngest on top.
  [[nodiscard]] unsigned handlers_on_top() const { return is_aside ? 0 : handlers; }
  [[nodiscard]] bool is_non_secure() const { return running == kAgent || handlers_on_top() != 0; }
  [[nodiscard]] bool is_open(unsigned line) const;
  /// The result that the thread is told when it runs again.
  std::uint32_t tell(Who who);

 private:
  [[nodiscard]] Who most_urgent() const;
  void assert_signal(Who partition, std::uint32_t signal);
  void make_ready_if_awaited(Who partition);
  void secure_side_goes_on();
  void go_on_after_interrupt(bool over_gate);
};

}  // namespace model
