// SPDX-License-Identifier: Apache-2.0

#include "world.hpp"

#include <array>
#include <utility>

#include "runtime/trap_numbers.h"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/service.hpp"

extern "C" {
extern constinit port::Context spm_upcall_context;
void spm_upcall_begins();
port::Context* spm_upcall_trap(unsigned number, std::uint32_t result);
// The thread of idle, which the machine models.
void idle_start() {}
std::byte idle_stack_limit[1] asm("idle.stack_limit");
std::byte idle_stack_top[1] asm("idle.stack_top");
}

namespace model {
namespace {

struct Stopped {
  spm::PanicRecord record;
};

constinit Rules rules{};  // beside the kernel
alignas(32) psa_msg_t* const message = reinterpret_cast<psa_msg_t*>(spm::system::memory[0]);
constexpr std::array<std::uint32_t, 2> kMasks{kEverything, kService | kSecondLevel | kFirstLevel};

port::Context& context_of(Who who) {
  return who == kIdle ? spm::ipc::idle.thread : static_cast<port::Context&>(spm::partitions[who].thread);
}

void go_on_with(port::Context* next) {
  if (next != nullptr) {
    port::machine.current = next;
  }
}

/// Idle asks whenever it begins, and then sleeps. An interrupt before it sleeps finds it in that state.
void let_idle_ask() {
  const port::Context& idle = spm::ipc::idle.thread;
  if (port::machine.current == &idle && port::handlers_on(idle) == 0 && port::machine.idle_at == port::IdleAt::asks) {
    port::machine.idle_at = port::IdleAt::sleeps;
    go_on_with(spm_traps[POSTERN_TRAP_CHOOSE](0, 0, 0, 0));
  }
}

spm::Interrupted interrupted_now(Deed deed) {
  if (deed == Deed::raise_over_gate) {
    return spm::Interrupted::gate;
  }
  if (port::handlers_on(*port::machine.current) != 0) {
    return spm::Interrupted::non_secure_handler;
  }
  const bool is_in_non_secure_thread = port::machine.current == &context_of(kAgent);
  return is_in_non_secure_thread || deed == Deed::raise_over_own_call ? spm::Interrupted::non_secure_thread
                                                                      : spm::Interrupted::thread;
}

/// Above level 1 a FLIH function is a thread of its own, during which nothing else happens.
port::Context* run_function(port::Context* next) {
  if (next != &spm_upcall_context) {
    return next;
  }
  port::machine.current = next;
  spm_upcall_begins();
  return spm_upcall_trap(POSTERN_TRAP_FUNCTION_RETURN, spm::system::flih_answer);
}

void take_interrupts(Deed deed) {
  for (std::uint32_t ready = 0; (ready = port::machine.open & port::machine.pending) != 0;) {
    const auto source = static_cast<unsigned>(__builtin_ctz(ready));
    port::machine.pending &= ~(1U << source);
    go_on_with(run_function(spm::take_line(source, interrupted_now(deed))));
    let_idle_ask();
  }
}

std::uint32_t trap(unsigned number, std::uintptr_t a = 0, std::uintptr_t b = 0) {
  port::Context& caller = *port::machine.current;
  port::stack_of_caller =
      reinterpret_cast<std::uintptr_t>(spm::system::kPartitions[kAgent].stack_top) - port::kFrameSize;
  go_on_with(spm_traps[number](a, b, 0, 0));
  take_interrupts(Deed::raise);
  let_idle_ask();
  return static_cast<std::uint32_t>(caller.result);
}

std::uint32_t handle_of(unsigned service) { return spm::system::kStateless[service].expected; }

psa_handle_t handle_of_message(Who server) { return spm::partitions[rules.serving[server]].call.message.handle; }

constexpr std::uint32_t status_of(Who server) { return 70U + server; }

unsigned line_of(Who owner, std::uint32_t signal) {
  unsigned line = 0;
  while (kLines[line].owner != owner || kLines[line].signal != signal) {
    ++line;
  }
  return line;
}

Fault wait(Event event) {
  const std::uint32_t mask = kMasks[event.what];
  const std::uint32_t signals = rules.signals_of(rules.running) & mask;
  const std::uint32_t told = trap(POSTERN_TRAP_WAIT, mask, PSA_BLOCK);
  rules.wait(mask);
  return signals == 0 || told == signals ? Fault::none : Fault::told;
}

Fault get(Event) {
  const Who server = rules.running;
  trap(POSTERN_TRAP_GET, kService, reinterpret_cast<std::uintptr_t>(message));
  const Who client = rules.get();
  const psa_msg_t& expected = spm::partitions[client].call.message;
  return message->handle == expected.handle && spm::partitions[client].call.server == &spm::partitions[server]
             ? Fault::none
             : Fault::order;
}

Fault poll(Event) {
  const std::uint32_t signals = rules.signals_of(rules.running);
  return trap(POSTERN_TRAP_WAIT, kEverything, PSA_POLL) == signals ? Fault::none : Fault::told;
}

Fault reply(Event) {
  const Who who = rules.running;
  trap(POSTERN_TRAP_REPLY, static_cast<std::uint32_t>(handle_of_message(who)), status_of(who));
  rules.reply(status_of(who));
  return Fault::none;
}

Fault notify(Event event) {
  trap(POSTERN_TRAP_NOTIFY, static_cast<std::uint32_t>(spm::system::kPartitions[event.what].id));
  rules.notify(static_cast<Who>(event.what));
  return Fault::none;
}

Fault clear(Event) {
  trap(POSTERN_TRAP_CLEAR);
  rules.clear(kDoorbell);
  return Fault::none;
}

Fault eoi(Event) {
  const unsigned line = line_of(rules.running, kSecondLevel);
  trap(POSTERN_TRAP_EOI, kSecondLevel);
  rules.eoi(line);
  return Fault::none;
}

Fault reset(Event) {
  trap(POSTERN_TRAP_RESET_SIGNAL, kFirstLevel);
  rules.clear(kFirstLevel);
  return Fault::none;
}

Fault enable(Event) {
  const unsigned line = line_of(rules.running, kSecondLevel);
  trap(POSTERN_TRAP_IRQ_ENABLE, kSecondLevel);
  rules.enable(line);
  return Fault::none;
}

Fault disable(Event) {
  const unsigned line = line_of(rules.running, kSecondLevel);
  const std::uint32_t was_enabled = trap(POSTERN_TRAP_IRQ_DISABLE, kSecondLevel);
  const bool is_right = was_enabled == ((rules.disabled >> line & 1U) ^ 1U);
  rules.disable(line);
  return is_right ? Fault::none : Fault::told;
}

Fault call(Event event) {
  trap(rules.running == kAgent ? POSTERN_TRAP_GATE_CALL : POSTERN_TRAP_CALL, handle_of(event.what));
  rules.call(static_cast<Who>(event.what));
  return Fault::none;
}

/// A call of a gate that only asks for a version.
Fault enter(Event) {
  trap(POSTERN_TRAP_GATE_VERSION, spm::system::kServices[0].sid);
  rules.enter();
  return Fault::none;
}

void raise(Event event) {
  spm::system::flih_answer = event.deed == Deed::raise_in_vain   ? PSA_FLIH_NO_SIGNAL
                             : event.deed == Deed::raise_wrongly ? psa_flih_result_t{7}
                                                                 : PSA_FLIH_SIGNAL;
  port::machine.pending |= 1U << event.what;
  take_interrupts(event.deed);
  rules.raise(event.what, event.deed != Deed::raise_in_vain, event.deed == Deed::raise_over_gate);
}

/// A wrong result is a panic of the line's owner, whatever was interrupted (FLIH-3).
Fault raise_wrongly(Event event) {
  try {
    raise(event);
  } catch (const Stopped& stopped) {
    return stopped.record.partition == spm::system::kPartitions[kLines[event.what].owner].id &&
                   stopped.record.rule == spm::rule(spm::Area::flih, 3)
               ? Fault::none
               : Fault::panic;
  }
  return Fault::panic;
}

void begin_handler(port::IdleAt idle_at) {
  port::Machine& machine = port::machine;
  if (rules.running == kIdle && rules.handlers == 0) {
    machine.idle_at = idle_at;
  }
  machine.handlers[machine.handler_count++] = machine.current;
  rules.begin_handler();
}

Fault end_handler(Event) {
  port::Machine& machine = port::machine;
  if (machine.handlers[machine.handler_count - 1] != machine.current) {
    return Fault::order;
  }
  machine.handlers[--machine.handler_count] = nullptr;
  let_idle_ask();
  rules.end_handler();
  return Fault::none;
}

Fault take_raise(Event event) {
  raise(event);
  return Fault::none;
}

Fault take_handler(Event event) {
  begin_handler(event.deed == Deed::handler ? port::IdleAt::sleeps : port::IdleAt::asks);
  return Fault::none;
}

struct Kind {
  const char* name;
  Fault (*happens)(Event);
};

/// In the order of Deed.
constexpr std::array kKinds{
    Kind{"psa_wait, mask ", wait},
    Kind{"psa_wait, polling ", poll},
    Kind{"psa_get ", get},
    Kind{"psa_reply ", reply},
    Kind{"psa_notify for ", notify},
    Kind{"psa_clear ", clear},
    Kind{"psa_eoi ", eoi},
    Kind{"psa_reset_signal ", reset},
    Kind{"psa_irq_enable ", enable},
    Kind{"psa_irq_disable ", disable},
    Kind{"psa_call to ", call},
    Kind{"psa_version ", enter},
    Kind{"interrupt ", take_raise},
    Kind{"interrupt without a signal ", take_raise},
    Kind{"interrupt with a wrong result ", raise_wrongly},
    Kind{"interrupt over a gate ", take_raise},
    Kind{"interrupt over non-secure code that the partition called ", take_raise},
    Kind{"a non-secure handler begins ", take_handler},
    Kind{"a non-secure handler begins while idle sleeps ", take_handler},
    Kind{"the non-secure handler ends ", end_handler},
};
static_assert(kKinds.size() == static_cast<std::size_t>(Deed::handler_end) + 1);

bool lines_are_as_the_rules_say() {
  std::uint32_t open = 0;
  for (unsigned line = 0; line < kLines.size(); ++line) {
    open |= rules.is_open(line) ? 1U << line : 0;
  }
  return port::machine.open == open && port::machine.pending == rules.pending;
}

Fault compare() {
  const port::Machine& machine = port::machine;
  if (rules.running != kIdle && machine.current == &spm::ipc::idle.thread && port::handlers_on(*machine.current) == 0) {
    return Fault::sleeps;
  }
  const bool is_secure = rules.handlers_on_top() == 0;  // otherwise the difference does not show until the handlers end
  if ((is_secure && machine.current != &context_of(rules.running)) ||
      &spm::ipc::schedule.running->thread != machine.current) {
    return Fault::runs;
  }
  const bool is_newest_elsewhere =
      machine.handler_count != 0 && machine.handlers[machine.handler_count - 1] != machine.current;
  if (machine.handler_count != rules.handlers || port::handlers_on(*machine.current) != rules.handlers_on_top() ||
      (is_newest_elsewhere && rules.is_non_secure())) {
    return Fault::order;
  }
  if (!lines_are_as_the_rules_say()) {
    return Fault::line;
  }
  if (machine.held != (rules.is_aside ? port::Held::non_secure : port::Held::none)) {
    return Fault::mask;
  }
  for (unsigned who = 0; who < kPartitions; ++who) {
    if (static_cast<std::uint32_t>(spm::partitions[who].asserted) != rules.signals_of(static_cast<Who>(who))) {
      return Fault::signal;
    }
  }
  if (rules.running != kIdle && rules.handlers_on_top() == 0 && rules.threads[rules.running].asked != Asked::nothing &&
      static_cast<std::uint32_t>(machine.current->result) != rules.tell(rules.running)) {
    return Fault::told;
  }
  return Fault::none;
}

void add_own_events(std::vector<Event>& events) {
  const Who who = rules.running;
  const std::uint32_t signals = rules.signals_of(who);
  const auto add_if = [&](bool possible, Deed deed, unsigned what = 0) {
    if (possible) {
      events.push_back({deed, static_cast<std::uint8_t>(what)});
    }
  };
  add_if(true, Deed::wait, 0);
  add_if(true, Deed::wait, 1);
  add_if(true, Deed::poll);
  add_if((signals & kService) != 0 && rules.serving[who] == kIdle, Deed::get);
  add_if(rules.serving[who] != kIdle, Deed::reply);
  for (unsigned whom = 0; whom < kPartitions; ++whom) {
    add_if(true, Deed::notify, whom);
  }
  add_if((signals & kDoorbell) != 0, Deed::clear);
  add_if((signals & kSecondLevel) != 0, Deed::eoi);
  add_if((signals & kFirstLevel) != 0, Deed::reset);
  add_if(who == kHigh, Deed::enable);
  add_if(who == kHigh, Deed::disable);
  add_if(who != kNormal, Deed::call, kNormal);
  add_if(who == kHigh, Deed::call, kLow);
}

void add_interrupts(std::vector<Event>& events) {
  const bool is_own_call_possible = rules.running < kPartitions && !rules.is_non_secure();
  for (std::uint8_t line = 0; line < kLines.size(); ++line) {
    events.push_back({Deed::raise, line});
    if (kLines[line].signal == kFirstLevel) {
      events.push_back({Deed::raise_in_vain, line});
      if (rules.is_open(line)) {
        events.push_back({Deed::raise_wrongly, line});
      }
    }
    if (rules.handlers_on_top() != 0) {
      events.push_back({Deed::raise_over_gate, line});
    }
    if (is_own_call_possible) {
      events.push_back({Deed::raise_over_own_call, line});
    }
  }
}

}  // namespace

void boot() {
  port::machine = {};
  port::machine.idle_at = port::IdleAt::asks;
  spm_boot();
  rules.begin();
}

Saved save() {
  Saved saved{};
  for (unsigned i = 0; i < kClients; ++i) {
    const spm::Partition& row = spm::partitions[i];
    saved.rows[i] = {row.thread,
                     static_cast<std::uint32_t>(row.asserted),
                     static_cast<std::uint32_t>(row.awaited),
                     static_cast<std::uint32_t>(row.disabled_interrupts),
                     row.call.message.handle,
                     row.call.message.type,
                     row.call.server,
                     row.call.service,
                     row.call.next};
  }
  saved.last_clients = spm::last_clients;
  saved.idle = spm::ipc::idle.thread;
  saved.ready = spm::ipc::schedule.ready;
  saved.running = spm::ipc::schedule.running;
  saved.suspended = spm::ipc::schedule.suspended;
  saved.machine = port::machine;
  saved.rules = rules;
  return saved;
}

void restore(const Saved& saved) {
  for (unsigned i = 0; i < kClients; ++i) {
    spm::Partition& row = spm::partitions[i];
    const Saved::Row& was = saved.rows[i];
    static_cast<port::Context&>(row.thread) = was.thread;
    row.asserted = spm::SignalSet{was.asserted};
    row.awaited = spm::SignalSet{was.awaited};
    row.disabled_interrupts = spm::SignalSet{was.disabled};
    row.call.message.handle = was.handle;
    row.call.message.type = was.type;
    row.call.server = was.server;
    row.call.service = was.service;
    row.call.next = was.next;
  }
  spm::last_clients = saved.last_clients;
  spm::ipc::idle.thread = saved.idle;
  spm::ipc::schedule = {.ready = saved.ready, .running = saved.running, .suspended = saved.suspended};
  port::machine = saved.machine;
  rules = saved.rules;
}

namespace {

class Hash {
 public:
  void add(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E37'79B9'7F4A'7C15U;
    state_ ^= state_ >> 29U;
  }
  void add(const void* pointer) { add(reinterpret_cast<std::uintptr_t>(pointer)); }
  [[nodiscard]] std::uint64_t value() const { return state_; }

 private:
  std::uint64_t state_ = 0xCBF2'9CE4'8422'2325U;
};

void add_queue(Hash& hash, const Saved& saved, const spm::Partition* last) {
  const spm::Partition* client = last;
  while (client != nullptr) {
    hash.add(client);
    client = saved.rows[client->index].next;
    client = client == last ? nullptr : client;
  }
  hash.add(std::uint64_t{0});
}

void add_rules(Hash& hash, const Rules& known) {
  for (const Thread& thread : known.threads) {
    hash.add(static_cast<std::uint64_t>(thread.ready) | static_cast<std::uint64_t>(thread.asked) << 1U |
             static_cast<std::uint64_t>(thread.answer) << 8U);
    hash.add(thread.awaited);
  }
  for (unsigned i = 0; i < kPartitions; ++i) {
    hash.add(known.signals[i]);
    hash.add(known.serving[i]);
    for (unsigned place = 0; place < known.queued[i]; ++place) {
      hash.add(known.queues[i][place]);
    }
    hash.add(std::uint64_t{0xFF});
  }
  hash.add(known.disabled << 8U | known.pending);
  hash.add(static_cast<std::uint64_t>(known.running) | static_cast<std::uint64_t>(known.handlers) << 4U |
           static_cast<std::uint64_t>(known.is_aside) << 8U |
           (known.is_aside ? static_cast<std::uint64_t>(known.below) << 12U : 0));
}

}  // namespace

std::uint64_t key_of(const Saved& saved) {
  Hash hash;
  add_rules(hash, saved.rules);
  for (const Saved::Row& row : saved.rows) {
    hash.add(static_cast<std::uint64_t>(row.asserted) << 32U | row.awaited);
    hash.add(row.disabled);
    hash.add(row.server);
  }
  for (const spm::Partition* last : saved.last_clients) {
    add_queue(hash, saved, last);
  }
  hash.add(saved.ready);
  hash.add(saved.running);
  hash.add(saved.suspended);
  hash.add(saved.machine.current);
  for (const port::Context* below : saved.machine.handlers) {
    hash.add(below);
  }
  hash.add(saved.machine.open << 8U | saved.machine.pending);
  hash.add(static_cast<std::uint64_t>(saved.machine.idle_at) << 8U | static_cast<std::uint64_t>(saved.machine.held));
  return hash.value();
}

std::vector<Event> possible_events() {
  std::vector<Event> events;
  const bool is_handler = rules.handlers_on_top() != 0;
  if (is_handler) {
    events.push_back({Deed::handler_end, 0});
  } else if (rules.running == kAgent) {
    for (std::uint8_t server = 0; server < kPartitions; ++server) {
      events.push_back({Deed::call, server});
    }
    events.push_back({Deed::enter, 0});
  } else if (rules.running != kIdle) {
    add_own_events(events);
  }
  if (!rules.is_aside && rules.handlers < kMostHandlers) {
    events.push_back({Deed::handler, 0});
    if (rules.running == kIdle && !is_handler) {
      events.push_back({Deed::handler_over_sleep, 0});
    }
  }
  add_interrupts(events);
  return events;
}

Fault happen(Event event) {
  Fault fault = Fault::none;
  try {
    fault = kKinds[std::to_underlying(event.deed)].happens(event);
    if (fault == Fault::none && event.deed != Deed::raise_wrongly) {
      fault = compare();
    }
  } catch (const Stopped&) {
    fault = Fault::panic;
  }
  return fault;
}

std::string name_of(Event event) { return kKinds[std::to_underlying(event.deed)].name + std::to_string(event.what); }

std::uint32_t situation_of(const Saved& saved) {
  std::uint32_t ready = 0;
  for (unsigned who = 0; who < kClients; ++who) {
    ready |= saved.rules.threads[who].ready ? 1U << who : 0;
  }
  return static_cast<std::uint32_t>(saved.rules.running) | ready << 4U |
         static_cast<std::uint32_t>(saved.rules.handlers) << 8U |
         static_cast<std::uint32_t>(saved.rules.is_aside) << 12U;
}

}  // namespace model

void port::stop(const spm::PanicRecord& record) { throw model::Stopped{record}; }
