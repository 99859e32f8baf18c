// The IPC backend's way in: one trap, one function. Each makes the Caller, asks the call, and says who goes on.
//
// A function returns nullptr when the thread that trapped goes on with the word it was answered, or the context to go
// on with instead. What a trap may be used for follows from its class: partition traps need a running partition, gate
// traps need the agent, running, with nothing on its stack but the gate's own frame.
#include <algorithm>
#include <iterator>
#include <string_view>

#include "calls_made.hpp"
#include "runtime/trap_numbers.h"
#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/ipc/message.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"

namespace spm::ipc {
namespace {

using Next = port::Context*;

Caller running_caller() { return secure_caller(running_partition()); }

/// The running thread goes on with this word: nobody became ready by what it asked.
Next stay(std::uintptr_t word) {
  port::answer(word);
  return nullptr;
}

/// The running thread goes on with its answer unless a more urgent one is ready; without one it is blocked.
[[gnu::always_inline]] inline Next settle(Answer answer) {
  if (is_later(answer)) {
    return switch_to_most_urgent();
  }
  port::answer(word_of(answer));
  return choose();
}

[[gnu::noinline, gnu::cold]] void redeliver(Partition& client) { backend::deliver(client); }

/// Ends the message and lets its client go on, or gives the call back to the service as a disconnect message (HND-8).
/// Must the server give way? It goes on unless it is its client who has become ready and is more urgent.
[[nodiscard]] bool finish(const Partition& server, Partition& client, Status status) {
  const Answer answer = calls::complete(server, client, status);
  if (is_later(answer)) {
    redeliver(client);
    return false;
  }
  resume(client, word_of(answer));
  return (client.schedule_bit & server.interesting) != 0;
}

/// A gate's trap counts only if nobody but the agent can have made it; else the constant of PE-8 and no change at all.
[[gnu::always_inline]] inline bool is_genuine_gate_trap() {
  return schedule.running == &agent() &&
         port::caller_stack() == address_of(system::kPartitions[system::kAgent].stack_top) - port::kFrameSize &&
         has_non_secure_client();
}

Next refuse_gate(Status status) {
  port::answer(static_cast<std::uint32_t>(status));
  return nullptr;
}

Next trap_version(std::uintptr_t sid, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  return stay(calls::version(running_caller(), static_cast<std::uint32_t>(sid)));
}

Next trap_connect(std::uintptr_t sid, std::uintptr_t version, std::uintptr_t, std::uintptr_t) {
  return settle(calls::connect(running_caller(), static_cast<std::uint32_t>(sid), static_cast<std::uint32_t>(version)));
}

[[gnu::flatten]] Next trap_call(std::uintptr_t handle, std::uintptr_t control, std::uintptr_t in, std::uintptr_t out) {
  return settle(
      calls::call(running_caller(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(control), in, out));
}

Next trap_close(std::uintptr_t handle, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  return settle(calls::close(running_caller(), static_cast<std::uint32_t>(handle)));
}

[[gnu::flatten]] Next trap_wait(std::uintptr_t mask, std::uintptr_t timeout, std::uintptr_t, std::uintptr_t) {
  return settle(calls::wait(running_partition(), SignalSet{static_cast<std::uint32_t>(mask)},
                            static_cast<std::uint32_t>(timeout)));
}

[[gnu::flatten]] Next trap_get(std::uintptr_t signal, std::uintptr_t message, std::uintptr_t, std::uintptr_t) {
  get(running_partition(), SignalSet{static_cast<std::uint32_t>(signal)}, message);
  return stay(static_cast<std::uint32_t>(Status::success));
}

[[gnu::flatten]] Next trap_read(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t buffer,
                                std::uintptr_t count) {
  return stay(calls::read(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index),
                          {buffer, count}));
}

Next trap_skip(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t count, std::uintptr_t) {
  return stay(
      calls::skip(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index), count));
}

[[gnu::flatten]] Next trap_write(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t buffer,
                                 std::uintptr_t count) {
  return stay(calls::write(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index),
                           {buffer, count}));
}

[[gnu::flatten]] Next trap_reply(std::uintptr_t handle, std::uintptr_t status, std::uintptr_t, std::uintptr_t) {
  Partition& partition = running_partition();
  if (!is_ipc_model(partition)) {
    panic(partition, rule(Area::reply, 12));
  }
  Partition& client = calls::client_of_message(partition, static_cast<std::uint32_t>(handle), rule(Area::reply, 2));
  return finish(partition, client, Status{static_cast<std::int32_t>(status)}) ? give_way() : nullptr;
}

/// The loop of an SFN-model partition: answers what it served, at first what its init function said, and takes the next
/// message or waits for one.
[[gnu::flatten]] Next trap_reply_and_receive(std::uintptr_t status, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  Partition& partition = running_partition();
  if (partition.descriptor->model != Model::sfn) {
    panic(partition, rule(Area::sfn, 7));
  }
  if (partition.serving != nullptr) {
    Partition& client = *partition.serving;
    partition.serving = nullptr;
    (void)finish(partition, client, Status{static_cast<std::int32_t>(status)});
  } else {
    calls::initialised(partition, Status{static_cast<std::int32_t>(status)});
  }
  if (!is_empty(serviceable(partition))) {
    return settle(now(serve_next(partition)));
  }
  partition.awaited = kMessage;
  block(partition);
  return switch_to_most_urgent();
}

Next trap_set_rhandle(std::uintptr_t handle, std::uintptr_t rhandle, std::uintptr_t, std::uintptr_t) {
  calls::set_rhandle(running_partition(), static_cast<std::uint32_t>(handle), rhandle);
  return stay(0);
}

Next trap_panic(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  panic(running_partition(), rule(Area::panic, 1));
}

Next trap_lifecycle(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t) { return stay(port::lifecycle()); }

Next trap_notify(std::uintptr_t partition_id, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  calls::notify(running_partition(), static_cast<std::int32_t>(partition_id));
  return settle(now(Status::success));
}

Next trap_clear(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  calls::clear(running_partition());
  return stay(0);
}

Next trap_eoi(std::uintptr_t signal, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  calls::eoi(running_partition(), SignalSet{static_cast<std::uint32_t>(signal)});
  return stay(0);
}

Next trap_irq_enable(std::uintptr_t signal, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  calls::irq_enable(running_partition(), SignalSet{static_cast<std::uint32_t>(signal)});
  return stay(0);
}

Next trap_irq_disable(std::uintptr_t signal, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  return stay(calls::irq_disable(running_partition(), SignalSet{static_cast<std::uint32_t>(signal)}));
}

Next trap_reset_signal(std::uintptr_t signal, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  calls::reset_signal(running_partition(), SignalSet{static_cast<std::uint32_t>(signal)});
  return stay(0);
}

Next trap_map_invec(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t, std::uintptr_t) {
  return stay(address_of(
      calls::map_invec(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index))));
}

Next trap_unmap_invec(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t, std::uintptr_t) {
  calls::unmap_invec(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index));
  return stay(0);
}

Next trap_map_outvec(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t, std::uintptr_t) {
  return stay(address_of(
      calls::map_outvec(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index))));
}

Next trap_unmap_outvec(std::uintptr_t handle, std::uintptr_t index, std::uintptr_t length, std::uintptr_t) {
  calls::unmap_outvec(running_partition(), static_cast<std::uint32_t>(handle), static_cast<std::uint32_t>(index),
                      length);
  return stay(0);
}

Next trap_log(std::uintptr_t text, std::uintptr_t length, std::uintptr_t, std::uintptr_t) {
  return stay(calls::log(running_partition(), {text, length}));
}

Next gate_version(std::uintptr_t sid, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  if (!is_genuine_gate_trap()) {
    return refuse_gate(Status{PSA_VERSION_NONE});
  }
  return settle(now(calls::version(non_secure_caller(), static_cast<std::uint32_t>(sid))));
}

Next gate_connect(std::uintptr_t sid, std::uintptr_t version, std::uintptr_t, std::uintptr_t) {
  if (!is_genuine_gate_trap()) {
    return refuse_gate(calls::kRefusedConnect);
  }
  return settle(
      calls::connect(non_secure_caller(), static_cast<std::uint32_t>(sid), static_cast<std::uint32_t>(version)));
}

[[gnu::flatten]] Next gate_call(std::uintptr_t handle, std::uintptr_t control, std::uintptr_t in, std::uintptr_t out) {
  if (!is_genuine_gate_trap()) {
    return refuse_gate(calls::kRefusedCall);
  }
  return settle(calls::call(non_secure_caller(), static_cast<std::uint32_t>(handle),
                            static_cast<std::uint32_t>(control) & ~calls::kLocationBits, in, out));
}

Next gate_close(std::uintptr_t handle, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  if (!is_genuine_gate_trap()) {
    return refuse_gate(calls::kRefusedClose);
  }
  return settle(calls::close(non_secure_caller(), static_cast<std::uint32_t>(handle)));
}

/// Idle asks again who can run, after each sleep and when non-secure code returns to it (SCH-16).
Next trap_choose(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t) {
  if (schedule.running != &idle) {
    panic_for_entry();
  }
  return choose();
}

using Trap = Next (*)(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t);

Next trap_absent(std::uintptr_t, std::uintptr_t, std::uintptr_t, std::uintptr_t) { panic_for_entry(); }

consteval Trap only_with(bool feature, Trap trap) { return feature ? trap : trap_absent; }

/// What no partition of this image calls is not in the image: its number is one that does not exist.
consteval Trap made(std::string_view call, Trap trap, Trap otherwise = trap_absent) {
  return std::ranges::find(system::kCallsMade, call) != system::kCallsMade.end() ? trap : otherwise;
}

}  // namespace

extern "C" {

/// In the order of runtime/trap_numbers.h.
extern const Trap spm_traps[];
const Trap spm_traps[] = {
    made("psa_version", trap_version),
    made("psa_connect", trap_connect),
    made("psa_call", trap_call, made("tfm_psa_call_pack", trap_call)),
    made("psa_close", trap_close),
    made("psa_wait", trap_wait),
    made("psa_get", trap_get),
    made("psa_read", trap_read),
    made("psa_skip", trap_skip),
    made("psa_write", trap_write),
    made("psa_reply", trap_reply),
    made("psa_set_rhandle", trap_set_rhandle),
    made("psa_panic", trap_panic),
    made("psa_rot_lifecycle_state", trap_lifecycle),
    only_with(system::kHasSfnModel, trap_reply_and_receive),
    only_with(system::kDoorbell, made("psa_notify", trap_notify)),
    only_with(system::kDoorbell, made("psa_clear", trap_clear)),
    made("psa_eoi", trap_eoi),
    made("psa_irq_enable", trap_irq_enable),
    made("psa_irq_disable", trap_irq_disable),
    made("psa_reset_signal", trap_reset_signal),
    only_with(system::kMmIovec, made("psa_map_invec", trap_map_invec)),
    only_with(system::kMmIovec, made("psa_unmap_invec", trap_unmap_invec)),
    only_with(system::kMmIovec, made("psa_map_outvec", trap_map_outvec)),
    only_with(system::kMmIovec, made("psa_unmap_outvec", trap_unmap_outvec)),
    made("tfm_log_unpriv_piece", trap_log),
    gate_version,
    gate_connect,
    gate_call,
    gate_close,
    trap_choose,
};
static_assert(std::size(spm_traps) == POSTERN_TRAP_COUNT, "a number of runtime/trap_numbers.h has no function");

}  // extern "C"

}  // namespace spm::ipc
