// SPDX-License-Identifier: Apache-2.0

// The traps of the IPC backend, one function each, which makes the call and decides which context runs next. The port's
// SVC handler calls these functions through spm_traps.
//
// A function returns the context to switch to, or nullptr if the trapping thread continues with its answer. Partition
// traps rely on a running partition. Gate traps check that the agent runs, with only the gate's own frame on its stack.
#include <algorithm>
#include <array>
#include <concepts>
#include <string_view>
#include <type_traits>

#include "calls_made.hpp"
#include "runtime/trap_numbers.h"
#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/calls/words.hpp"
#include "spm/entry.hpp"
#include "spm/ipc/message.hpp"
#include "spm/ipc/restart.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"

namespace spm::ipc {
namespace {

using Next = port::Context*;

Next go_on(Next next) { return next; }

/// The running thread continues with this word: the call made no other thread ready.
Next go_on(std::unsigned_integral auto word) {
  port::answer(word);
  return nullptr;
}
Next go_on(Status status) { return go_on(static_cast<std::uint32_t>(status)); }
Next go_on(const std::byte* place) { return go_on(address_of(place)); }

/// The running thread continues with its answer unless a more urgent one is ready. Without an answer it is blocked,
/// and the context that runs next has been chosen.
[[gnu::always_inline]] inline Next go_on(Answer answer) {
  if (is_later(answer)) {
    return &schedule.running->thread;
  }
  port::answer(word_of(answer));
  return ipc::go_on();
}

/// Ends the message and makes its client ready, or delivers the call again as a disconnect message (HND-8). True if the
/// server must give way, because its client is ready and more urgent.
[[nodiscard]] bool finish(const Partition& server, Partition& client, Status status) {
  const Completion completion = calls::complete(server, client, status);
  if (is_to_deliver_again(completion)) {
    redeliver(client);
    return false;
  }
  resume(client, word_of(completion));
  return (client.schedule_bit & server.interesting) != 0;
}

Next reply(Partition& partition, MessageHandle handle, Status status) {
  if (!is_ipc_model(partition)) {
    panic(partition, rule(Area::reply, 12));
  }
  Partition& client = calls::client_of_message(partition, handle, rule(Area::reply, 2));
  partition.serving = nullptr;
  return finish(partition, client, status) ? go_on_elsewhere() : nullptr;
}

/// The loop of an SFN-model partition: answers the message that it served, or at first reports the result of its init
/// function, and takes the next message or waits for one.
Next reply_and_receive(Partition& partition, Status status) {
  if (partition.descriptor->model != Model::sfn) {
    panic(partition, rule(Area::sfn, 7));
  }
  if (partition.serving != nullptr) {
    Partition& client = *partition.serving;
    partition.serving = nullptr;
    (void)finish(partition, client, status);
  } else {
    calls::initialised(partition, status);
  }
  if (!is_empty(serviceable(partition))) {
    return go_on(now(serve_next(partition)));
  }
  partition.awaited = kMessage;
  block(partition);
  return go_on_with_most_urgent();
}

/// Idle asks what can run, after each sleep and when non-secure code returns to it (SCH-16).
Next go_on_from_idle() {
  if constexpr (system::kRestarts) {
    if (schedule.running != &idle && backend::is_dying(running_partition())) {
      return end_life(running_partition());
    }
  }
  if (schedule.running != &idle) {
    panic_for_entry();
  }
  return ipc::go_on();
}

/// Makes the call and continues with its result.
template <auto function>
[[gnu::always_inline]] inline Next serve(const calls::Words& words) {
  using Call = calls::Adapted<function>;
  if constexpr (std::is_void_v<decltype(Call::template make<running_partition>(words))>) {
    Call::template make<running_partition>(words);
    return go_on(0U);
  } else {
    return go_on(Call::template make<running_partition>(words));
  }
}

Next trap_absent(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t) { panic_for_entry(); }

/// Traps of the running partition.
template <auto function>
inline Next partition_trap(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d) {
  return serve<function>({a, b, c, d});
}

/// Traps of the gates. One counts only if nothing but the agent can have made it; otherwise the answer is `refused`,
/// the constant of PE-8, and nothing changes.
template <auto function, Status refused>
inline Next gate_trap(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, std::uintptr_t d) {
  if (schedule.running != &agent() ||
      port::caller_stack() != address_of(system::kPartitions[system::kAgent].stack_top) - port::kFrameSize ||
      !has_non_secure_client()) {
    return go_on(refused);
  }
  return go_on(Answer{calls::Adapted<function>::make_for(non_secure_caller(), {a, b, c, d})});
}

struct Row {
  unsigned number;
  Trap trap;
};
using Table = std::array<Trap, 1U << POSTERN_TRAP_BITS>;
static_assert(POSTERN_TRAP_COUNT < Table{}.size(), "the last row is of numbers that do not exist");

/// A call that no partition of this image makes is left out; its number then does not exist.
consteval Row only_with(bool feature, Row row) { return {row.number, feature ? row.trap : trap_absent}; }

/// True if a partition of this image links this function. psa_call() makes the trap of tfm_psa_call_pack().
consteval bool is_made(std::string_view api) {
  return std::ranges::any_of(system::kCallsMade, [&](std::string_view made) {
    return made == api || (api == "tfm_psa_call_pack" && made == "psa_call");
  });
}

/// Never switches: the answer is there when the function returns.
template <auto function>
inline constexpr bool kAnswersAtOnce =
    !std::is_same_v<decltype(calls::Adapted<function>::template make<running_partition>(calls::Words{})), Answer>;

#define POSTERN_ROW(number, api, count, function, exists) \
  only_with((exists) && is_made(#api), {number, partition_trap<(function)>}),

/// Calls that only this backend has.
#define POSTERN_IPC_CALLS(CALL)                                              \
  CALL(POSTERN_TRAP_GET, psa_get, 2, ipc::get, true)                         \
  CALL(POSTERN_TRAP_REPLY, psa_reply, 2, ipc::reply, true)                   \
  CALL(POSTERN_TRAP_NOTIFY, psa_notify, 1, calls::notify, system::kDoorbell) \
  CALL(POSTERN_TRAP_CLEAR, psa_clear, 0, calls::clear, system::kDoorbell)

#define POSTERN_GATE_ROW(number, gate, function, refused) {number, gate_trap<(function), (refused)>},
#define POSTERN_CHECK_GATE(number, gate, function, refused)              \
  static_assert(calls::is_of_one_call(#number, "psa_" #gate, #function), \
                "a row that mixes two gates: " #number " and " #function);

/// Calls of the non-secure world. Each is answered with the constant if it is refused.
#define POSTERN_GATES(GATE)                                                               \
  GATE(POSTERN_TRAP_GATE_VERSION, gate_version, calls::version, Status{PSA_VERSION_NONE}) \
  GATE(POSTERN_TRAP_GATE_CONNECT, gate_connect, calls::connect, kRefusedConnect)          \
  GATE(POSTERN_TRAP_GATE_CALL, gate_call, calls::gate_call, kRefusedCall)                 \
  GATE(POSTERN_TRAP_GATE_CLOSE, gate_close, calls::close, kRefusedClose)

POSTERN_CALLS(POSTERN_CHECK_CALL)
POSTERN_IPC_CALLS(POSTERN_CHECK_CALL)
POSTERN_GATES(POSTERN_CHECK_GATE)

constexpr Row kRows[] = {
    POSTERN_CALLS(POSTERN_ROW) POSTERN_IPC_CALLS(POSTERN_ROW) POSTERN_GATES(POSTERN_GATE_ROW)
        only_with(system::kHasSfnModel, {POSTERN_TRAP_REPLY_AND_RECEIVE, partition_trap<reply_and_receive>}),
    {POSTERN_TRAP_CHOOSE, partition_trap<go_on_from_idle>},
};

consteval bool every_number_has_one_row() {
  for (unsigned number = 0; number < POSTERN_TRAP_COUNT; ++number) {
    if (std::ranges::count(kRows, number, &Row::number) != 1) {
      return false;
    }
  }
  return true;
}
static_assert(every_number_has_one_row(), "a number of runtime/trap_numbers.h has no row here, or two");

consteval Trap trap_of(unsigned number) { return std::ranges::find(kRows, number, &Row::number)->trap; }

static_assert(kAnswersAtOnce<get> && kAnswersAtOnce<calls::read> && kAnswersAtOnce<calls::write>,
              "a port returns from these traps without a look at the result");

}  // namespace

}  // namespace spm::ipc

/// The traps that have names (entry.hpp), each compiled as a whole.
#define POSTERN_NAMED_TRAPS(TRAP)                         \
  TRAP(POSTERN_TRAP_GET, get)                             \
  TRAP(POSTERN_TRAP_READ, read)                           \
  TRAP(POSTERN_TRAP_WRITE, write)                         \
  TRAP(POSTERN_TRAP_WAIT, wait)                           \
  TRAP(POSTERN_TRAP_REPLY, reply)                         \
  TRAP(POSTERN_TRAP_REPLY_AND_RECEIVE, reply_and_receive) \
  TRAP(POSTERN_TRAP_CALL, call)                           \
  TRAP(POSTERN_TRAP_GATE_CALL, gate_call)

#define POSTERN_DEFINE_NAMED(number, name)                                                              \
  [[gnu::flatten]] spm::ipc::Next spm_trap_##name(std::uintptr_t a, std::uintptr_t b, std::uintptr_t c, \
                                                  std::uintptr_t d) {                                   \
    constexpr spm::Trap kTrap = spm::ipc::trap_of(number);                                              \
    return kTrap(a, b, c, d);                                                                           \
  }
#define POSTERN_NAMED_ROW(number, name) {number, spm_trap_##name},

extern "C" {

POSTERN_NAMED_TRAPS(POSTERN_DEFINE_NAMED)

}  // extern "C"

namespace spm::ipc {

namespace {

constexpr Row kNamedRows[] = {POSTERN_NAMED_TRAPS(POSTERN_NAMED_ROW)};

/// The functions, each at the index of its number.
constexpr Table kTraps = [] {
  Table table{};
  table.fill(trap_absent);
  for (const Row& row : kRows) {
    table[row.number] = row.trap;
  }
  for (const Row& row : kNamedRows) {
    table[row.number] = row.trap;
  }
  return table;
}();

}  // namespace

}  // namespace spm::ipc

extern "C" const std::array<spm::Trap, 1U << POSTERN_TRAP_BITS> spm_traps = spm::ipc::kTraps;
