// SPDX-License-Identifier: Apache-2.0

// Random sequences of calls, answers and interrupts of a system in which two partitions die at random moments. A model
// beside the kernel knows what each client must get, which connections a service must believe in, and what a new life
// may find; after each step the kernel's tables are compared with it (invariants.cpp). A sequence ends when a partition
// has no restart left. POSTERN_SEQUENCES is the number of sequences and POSTERN_SEED the first; the default is a
// sample.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <random>

#include "actor.hpp"
#include "include/tfm_psa_call_pack.h"
#include "runtime/trap_numbers.h"
#include "spm/connection.hpp"
#include "spm/counters.hpp"
#include "spm/entry.hpp"
#include "spm/interrupts.hpp"
#include "spm/ipc/message.hpp"
#include "spm/ipc/restart.hpp"
#include "spm/ipc/schedule.hpp"
#include "spm/memory.hpp"
#include "spm/non_secure_client.hpp"
#include "spm/panic.hpp"
#include "spm/service.hpp"

namespace {
struct Left {
  const port::Context* next;
};
struct Stopped {
  spm::PanicRecord record;
};
struct Halted {};
}  // namespace

void port::leave(Context& next) { throw Left{&next}; }
void port::halt() { throw Halted{}; }
void port::stop(const spm::PanicRecord& record) { throw Stopped{record}; }

extern "C" {
void idle_start() {}
void restart_start() {}
void spm_upcall_begins();
port::Context* spm_upcall_trap(unsigned number, std::uint32_t result);
std::byte idle_stack_limit[1] asm("idle.stack_limit");
std::byte idle_stack_top[1] asm("idle.stack_top");
}

namespace spm::testing {

Vectors& vectors_of(unsigned who) {
  constexpr std::size_t kFirst = 1024;
  constexpr std::size_t kStep = 128;
  static_assert(sizeof(Vectors) <= kStep);
  std::byte* const place = who == system::kAgent ? ::port::non_secure : system::memory + kFirst + who * kStep;
  return *reinterpret_cast<Vectors*>(place);
}

namespace {

constexpr std::uint32_t kDied = static_cast<std::uint32_t>(-145);
constexpr std::uint32_t kRefused = static_cast<std::uint32_t>(-130);
constexpr unsigned kMostConnections = 3;
constexpr unsigned kSteps = 120;
constexpr std::uint32_t kDoorbell = 1U << 3U;
constexpr std::uint32_t kLine = 0x8000'0000;

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    partitions = {};
    connections = {};
    ::port::record() = {};
    ::port::open_lines.clear();
    ::port::pending_lines.clear();
    function_owner = nullptr;  // the system may have stopped in such a function
    ::port::held = ::port::Held::none;
    std::ranges::fill(last_clients, nullptr);
    prepare_partitions();
    counters::begin();
    ipc::prepare_idle();
    ipc::lives = {};
    for (Partition& partition : partitions) {
      ::port::prepare(partition.thread, *partition.descriptor);
      ipc::schedule.ready |= partition.schedule_bit;
    }
    (void)ipc::go_on_with_most_urgent();
  }

  void run() {
    for (unsigned step = 0; step < kSteps && goes_on(); ++step) {
      act(true);
      check();
    }
    drains_ = true;
    for (unsigned step = 0; step < kSteps * 2 && !is_quiet() && goes_on(); ++step) {
      act(false);
      check();
    }
    if (has_ended_) {
      return;
    }
    EXPECT_TRUE(is_quiet()) << "a call was never answered";
    EXPECT_EQ(deaths(), births_);
  }
  [[nodiscard]] unsigned deaths() const { return deaths_of_[0] + deaths_of_[1]; }
  [[nodiscard]] bool has_ended() const { return has_ended_; }

 private:
  using Does = Actor::Does;
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }
  static unsigned index_of_running() { return ipc::running_partition().index; }
  Actor& running() { return actors_[index_of_running()]; }
  static bool may_die(unsigned index) { return index < 2; }
  static bool is_open(unsigned who) { return ::port::open_lines.contains(system::kInterrupts[who].source); }
  [[nodiscard]] bool goes_on() const { return !has_ended_ && !::testing::Test::HasFailure(); }

  [[nodiscard]] bool is_quiet() const {
    return std::ranges::all_of(actors_, [](const Actor& actor) {
      return actor.held.empty() && (actor.does == Does::run || actor.does == Does::wait) && !actor.dies;
    });
  }

  void check() const {
    if (has_ended_) {
      return;
    }
    check_queues();
    check_messages(actors_);
    check_mappings(actors_);
    check_connections(actors_);
    for (unsigned i = 0; i < system::kPartitionCount; ++i) {
      EXPECT_EQ(ipc::lives[i].restarts, deaths_of_[i]);
      EXPECT_EQ(system::counters[i].restarts, deaths_of_[i]);
      EXPECT_LE(ipc::lives[i].restarts, system::kRestartLimit);
      EXPECT_EQ(backend::is_dying(partitions[i]), actors_[i].dies);
      EXPECT_EQ((static_cast<std::uint32_t>(partitions[i].asserted) & kDoorbell) != 0, actors_[i].doorbell);
    }
  }

  /// Makes a trap and follows where it leads.
  std::optional<std::uint32_t> trap(unsigned number, std::uintptr_t a, std::uintptr_t b, std::uintptr_t c,
                                    std::uintptr_t d) {
    const unsigned who = index_of_running();
    ::port::running_stack = address_of(system::kPartitions[who].stack_top) - ::port::kFrameSize;
    try {
      const ::port::Context* const next = spm_traps[number](a, b, c, d);
      if (next == nullptr || ipc::schedule.running == &partitions[who]) {
        return static_cast<std::uint32_t>(::port::answered);
      }
      if ((ipc::schedule.ready & partitions[who].schedule_bit) != 0) {
        pending_[who] = static_cast<std::uint32_t>(::port::answered);
        return pending_[who];
      }
    } catch (const Left&) {
    }
    return std::nullopt;
  }

  void act(bool may_kill) {
    if (ipc::schedule.running == &ipc::idle) {
      return interrupt(below(2), false);
    }
    const unsigned who = index_of_running();
    if (backend::is_dying(partitions[who])) {
      return end_life(who);
    }
    take_result();
    if (may_kill && may_die(who) && below(12) == 0) {
      return die(who);
    }
    if (may_kill && below(10) == 0) {
      const unsigned owner = below(2);
      return interrupt(owner, !backend::is_dying(partitions[owner]) && below(3) == 0);
    }
    who == system::kAgent ? call_something() : serve_or_call(who);
  }

  // The result of the call that a thread waited for.
  void take_result() {
    Actor& actor = running();
    if (actor.does == Does::run) {
      return;
    }
    if (actor.does != Does::wait) {
      const auto got = static_cast<std::uint32_t>(partitions[index_of_running()].thread.result);
      EXPECT_TRUE(actor.answer.has_value()) << "nothing has answered this call";
      EXPECT_EQ(got, actor.answer.value_or(0));
      if (actor.has_vectors) {
        EXPECT_EQ(vectors_of(index_of_running()).out.len, actor.length);
      }
      finish(actor, got);
    }
    actor.does = Does::run;
    actor.answer.reset();
  }

  static void finish(Actor& actor, std::uint32_t got) {
    if (actor.does == Does::connect && static_cast<std::int32_t>(got) > 0) {
      actor.open[got] = actor.server;
    } else if (actor.does == Does::close) {
      actor.open.erase(actor.used);
      actor.lost.erase(actor.used);
    }
  }

  void begin_call(Does does, unsigned server, std::uint32_t used) {
    Actor& actor = running();
    actor.does = does;
    actor.server = server;
    actor.used = used;
    actor.has_vectors = false;
    actor.answer.reset();
  }

  void request(unsigned who, unsigned server, std::uint32_t used, std::uint32_t handle) {
    begin_call(Does::request, server, used);
    Vectors& vectors = vectors_of(who);
    actors_[who].has_vectors = below(2) == 0;
    vectors.from.fill(std::byte(life_of(who)));
    vectors.in = {vectors.from.data(), Vectors::kSize};
    vectors.out = {vectors.to.data(), Vectors::kSize};
    const std::uint32_t control = actors_[who].has_vectors ? PARAM_PACK(0, 1, 1) : 0;
    after(trap(who == system::kAgent ? POSTERN_TRAP_GATE_CALL : POSTERN_TRAP_CALL, handle, control,
               address_of(&vectors.in), address_of(&vectors.out)),
          who);
  }

  void call_something() {
    const unsigned who = index_of_running();
    const bool is_agent = who == system::kAgent;
    Actor& actor = running();
    if (drains_ || who == 0) {
      return wait_or_rest(who);
    }
    const unsigned server = below(who);
    constexpr std::array<std::uint32_t, 3> kSids{0x100, 0x200, 0x300};
    const unsigned choice = below(4);
    if (choice == 0 && actor.open.size() < kMostConnections) {
      begin_call(Does::connect, server, 0);
      return after(trap(is_agent ? POSTERN_TRAP_GATE_CONNECT : POSTERN_TRAP_CONNECT, kSids[server], 1, 0, 0), who);
    }
    if (choice == 1) {
      return request(who, 0, 0, 0x4000'0100);
    }
    if (actor.open.empty()) {
      return wait_or_rest(who);
    }
    const auto [handle, owner] = *std::next(actor.open.begin(), below(static_cast<unsigned>(actor.open.size())));
    if (choice == 2) {
      begin_call(Does::close, owner, handle);
      return after(trap(is_agent ? POSTERN_TRAP_GATE_CLOSE : POSTERN_TRAP_CLOSE, handle, 0, 0, 0), who);
    }
    request(who, owner, handle, handle);
  }

  /// A call that was answered at once: on a lost connection, or because there is no free connection.
  void after(std::optional<std::uint32_t> answer, unsigned who) {
    if (!answer || (ipc::schedule.ready & partitions[who].schedule_bit) == 0) {
      return;
    }
    Actor& actor = actors_[who];
    const bool is_lost = actor.lost.contains(actor.used);
    switch (actor.does) {
      case Does::connect: EXPECT_EQ(*answer, static_cast<std::uint32_t>(-131)); break;
      case Does::request:
        EXPECT_TRUE(is_lost);
        EXPECT_EQ(*answer, kDied);
        break;
      case Does::close:
        EXPECT_TRUE(is_lost);
        finish(actor, 0);
        break;
      case Does::run:
      case Does::wait: break;
    }
    actor.does = Does::run;
  }

  void wait_or_rest(unsigned who) {
    if (who == system::kAgent) {  // the non-secure world does something of its own
      if (drains_) {
        interrupt(below(2), false);
      }
      (void)trap(POSTERN_TRAP_GATE_VERSION, 0x100, 0, 0, 0);  // the owner of the interrupt runs at the next entry
      return;
    }
    if (!may_die(who) && !running().held.empty()) {
      return;  // it has no interrupt that could wake it
    }
    running().does = Does::wait;
    (void)trap(POSTERN_TRAP_WAIT, 0xFFFF'FFFF, PSA_BLOCK, 0, 0);
    if (ipc::schedule.running == &partitions[who]) {
      running().does = Does::run;
    }
  }

  void serve_or_call(unsigned who) {
    Actor& actor = running();
    const auto signals = static_cast<std::uint32_t>(ipc::serviceable(partitions[who]));
    if ((static_cast<std::uint32_t>(partitions[who].asserted) & kLine) != 0) {
      (void)trap(POSTERN_TRAP_RESET_SIGNAL, kLine, 0, 0, 0);
      return;
    }
    if (actor.doorbell) {
      actor.doorbell = false;
      (void)trap(POSTERN_TRAP_CLEAR, 0, 0, 0, 0);
      return;
    }
    if (!drains_ && below(8) == 0) {
      return notify();
    }
    if (signals != 0 && below(2) == 0) {
      return get(who, signals & (~signals + 1));
    }
    if (!actor.held.empty() && !drains_ && below(2) == 0) {
      return use_message(actor.held[below(static_cast<unsigned>(actor.held.size()))]);
    }
    if (!actor.held.empty() && (drains_ || below(2) == 0)) {
      return reply(who);
    }
    if (signals == 0 && actor.held.empty() && below(2) == 0) {
      return wait_or_rest(who);
    }
    call_something();
  }

  void notify() {
    const unsigned whom = below(2);
    actors_[whom].doorbell = true;
    (void)trap(POSTERN_TRAP_NOTIFY, static_cast<std::uint32_t>(system::kPartitions[whom].id), 0, 0, 0);
  }

  void get(unsigned who, std::uint32_t signal) {
    auto* const place = reinterpret_cast<psa_msg_t*>(system::memory + 512);
    (void)trap(POSTERN_TRAP_GET, signal, address_of(place), 0, 0);
    const auto handle = static_cast<std::uint32_t>(place->handle);
    const unsigned client = (handle & 0xFF) - 1;
    actors_[who].held.push_back({.handle = handle, .client = client, .has_vectors = place->in_size[0] != 0});
    count(who, place->type);
    const Connection* const connection = partitions[client].call.connection;
    const std::uintptr_t expected =
        connection == nullptr ? 0 : rhandles_[static_cast<std::uint32_t>(connection->handle())];
    EXPECT_EQ(address_of(place->rhandle), expected) << "an rhandle of the old life, or none";
  }

  /// What the service believes: connections that it has accepted, minus those that it was told the end of.
  void count(unsigned who, std::int32_t type) {
    if (type == PSA_IPC_DISCONNECT) {
      EXPECT_GT(believed_[who], 0);
      --believed_[who];
    }
  }

  /// Reads, writes or maps a vector, or sets the rhandle.
  void use_message(Held& message) {
    const unsigned who = index_of_running();
    if (Connection* const connection = partitions[message.client].call.connection;
        connection != nullptr && below(3) == 0) {
      const std::uintptr_t rhandle = (who + 1) * 0x1000U + life_of(who);
      rhandles_[static_cast<std::uint32_t>(connection->handle())] = rhandle;
      (void)trap(POSTERN_TRAP_SET_RHANDLE, message.handle, rhandle, 0, 0);
    } else if (message.has_vectors) {
      below(2) == 0 ? use_input(message) : use_output(message);
    }
  }

  void use_input(Held& message) {
    const Vectors& vectors = vectors_of(message.client);
    constexpr std::size_t kPart = 8;
    if (message.in && below(2) == 0) {
      message.in = false;
      (void)trap(POSTERN_TRAP_UNMAP_INVEC, message.handle, 0, 0, 0);
    } else if (!message.is_read && !message.ever_in && below(2) == 0) {
      message.in = message.ever_in = true;
      EXPECT_EQ(trap(POSTERN_TRAP_MAP_INVEC, message.handle, 0, 0, 0),
                static_cast<std::uint32_t>(address_of(vectors.from.data())));
    } else if (!message.ever_in) {
      std::byte* const buffer = system::memory + 768;
      const std::size_t expected = std::min(kPart, Vectors::kSize - message.done);
      message.is_read = true;
      message.done += expected;
      EXPECT_EQ(trap(POSTERN_TRAP_READ, message.handle, 0, address_of(buffer), kPart), expected);
      if (expected != 0) {
        EXPECT_EQ(buffer[0], vectors.from[0]);
      }
    }
  }

  void use_output(Held& message) {
    constexpr std::size_t kPart = 4;
    if (message.out && below(2) == 0) {
      message.out = false;
      message.written = below(Vectors::kSize + 1);
      (void)trap(POSTERN_TRAP_UNMAP_OUTVEC, message.handle, 0, message.written, 0);
    } else if (!message.is_written && !message.ever_out && below(2) == 0) {
      message.out = message.ever_out = true;
      (void)trap(POSTERN_TRAP_MAP_OUTVEC, message.handle, 0, 0, 0);
    } else if (!message.ever_out && message.written + kPart <= Vectors::kSize) {
      message.is_written = true;
      message.written += kPart;
      (void)trap(POSTERN_TRAP_WRITE, message.handle, 0, address_of(system::memory + 768), kPart);
    }
  }

  void reply(unsigned who) {
    Actor& actor = actors_[who];
    const unsigned place = below(static_cast<unsigned>(actor.held.size()));
    const Held message = actor.held[place];
    const unsigned client = message.client;
    actor.held.erase(actor.held.begin() + place);
    const std::int32_t type = partitions[client].call.message.type;
    std::int32_t status = type == PSA_IPC_CONNECT && below(4) == 0 ? -130 : 0;
    Actor& asker = actors_[client];
    asker.length = message.written;
    std::uint32_t answer = static_cast<std::uint32_t>(status);
    bool is_last = false;
    if (type == PSA_IPC_CONNECT && status == 0) {
      answer = static_cast<std::uint32_t>(partitions[client].call.connection->handle());
      ++believed_[who];
    } else if (type == PSA_IPC_CALL) {
      status = 1 + static_cast<std::int32_t>(below(100));
      answer = static_cast<std::uint32_t>(status);
      if (client == 1 && !drains_ && below(6) == 0) {
        status = -129;      // PE-6: the client dies
        if (!asker.dies) {  // it can be dead already
          is_last = note_death(client);
        }
      }
    }
    asker.answer = answer;
    ends_at(is_last, client, [&] {
      (void)trap(POSTERN_TRAP_REPLY, message.handle, static_cast<std::uint32_t>(status), 0, 0);
      return true;
    });
  }

  /// An action that ends the system if it is the last death that a partition may die, and otherwise does not.
  template <typename Action>
  void ends_at(bool is_last, unsigned who, const Action& action) {
    try {
      EXPECT_TRUE(action()) << "a dead partition goes on";
      EXPECT_FALSE(is_last) << "more restarts than the budget has";
    } catch (const Left&) {
      EXPECT_FALSE(is_last) << "more restarts than the budget has";
    } catch (const Stopped& stopped) {
      EXPECT_TRUE(is_last) << "the system stops before the budget is used";
      EXPECT_EQ(stopped.record.partition, system::kPartitions[who].id);
      EXPECT_EQ(stopped.record.valid, PanicRecord::kValid);
      has_ended_ = true;
    }
  }

  void die(unsigned who) {
    if (below(2) == 0) {
      ::port::pending_lines.insert(system::kInterrupts[who].source);
    }
    ::port::running_stack = address_of(system::kPartitions[who].stack_top) - ::port::kFrameSize;
    const Gone& gone = gone_[who];
    const auto one_of = [&](const std::vector<std::uint32_t>& handles) {
      return handles.empty() ? 0x7FU : handles[below(static_cast<unsigned>(handles.size()))];
    };
    const bool is_last = note_death(who);
    ends_at(is_last, who, [&] {
      make_error(below(8), one_of(gone.messages), one_of(gone.connections));
      return false;
    });
  }

  /// The errors of a partition, among them each use of a handle of its earlier lives. Must not return.
  static void make_error(unsigned way, std::uint32_t message, std::uint32_t connection) {
    const auto broken_by = [](unsigned number, std::uintptr_t a, std::uintptr_t b) {
      (void)spm_traps[number](a, b, 0, 0);
    };
    FaultRegisters registers{};
    switch (way) {
      case 0: return broken_by(POSTERN_TRAP_PANIC, 0, 0);
      case 1: return spm_fault(&registers, false);
      case 2: return broken_by(POSTERN_TRAP_READ, message, 0);
      case 3: return broken_by(POSTERN_TRAP_WRITE, message, 0);
      case 4: return broken_by(POSTERN_TRAP_REPLY, message, 0);
      case 5: return broken_by(POSTERN_TRAP_MAP_OUTVEC, message, 0);
      case 6: return broken_by(POSTERN_TRAP_CALL, connection, 0);
      default: return broken_by(POSTERN_TRAP_CLOSE, connection, 0);
    }
  }

  /// True if it was the last one: then the system stops.
  bool note_death(unsigned who) {
    if (deaths_of_[who] == system::kRestartLimit) {
      return true;
    }
    ++deaths_of_[who];
    actors_[who].dies = true;
    actors_[who].doorbell = false;
    return false;
  }
  [[nodiscard]] unsigned life_of(unsigned who) const { return deaths_of_[who]; }

  /// The owner's FLIH function, which asserts its signal or dies.
  void interrupt(unsigned owner, bool dies) {
    if (backend::is_dying(partitions[owner])) {
      owner = 1 - owner;
      dies = false;
      if (backend::is_dying(partitions[owner])) {
        return;
      }
    }
    const auto is_thread = ipc::schedule.running != &agent();
    ::port::pre_empted = false;
    ::port::running_stack = address_of(system::kPartitions[owner].stack_top) - ::port::kFrameSize;
    (void)take_line(5 + owner, is_thread ? Interrupted::thread : Interrupted::non_secure_thread);
    spm_upcall_begins();
    if (dies) {
      const bool is_last = note_death(owner);
      ends_at(is_last, owner, [] {
        (void)spm_upcall_trap(POSTERN_TRAP_PANIC, 0);
        return false;
      });
      if (has_ended_) {
        return;
      }
    } else {
      (void)spm_upcall_trap(POSTERN_TRAP_FUNCTION_RETURN, PSA_FLIH_SIGNAL);
    }
    EXPECT_EQ(interrupt_function_owner(), nullptr);
    EXPECT_EQ(::port::held, ::port::Held::none);
  }

  /// One trap of the thread that ends a life.
  void end_life(unsigned who) {
    Actor& actor = actors_[who];
    EXPECT_TRUE(actor.dies);
    EXPECT_EQ(partitions[who].thread.entry, &restart_start);
    EXPECT_FALSE(is_open(who)) << "an interrupt of the old life";
    const unsigned unloads = ::port::unloads;
    const auto mapping =
        std::ranges::count_if(actor.held, [](const Held& message) { return message.in || message.out; });
    if (!is_ending_[who]) {
      is_ending_[who] = true;
      EXPECT_TRUE(actor.does == Does::run || actor.does == Does::wait || actor.answer.has_value())
          << "its own call has not ended";
      if (actor.does == Does::connect && actor.answer && static_cast<std::int32_t>(*actor.answer) > 0) {
        actor.open[*actor.answer] = actor.server;
      }
      end_calls_to(who);
    }
    ::port::renewed = nullptr;
    (void)trap(POSTERN_TRAP_CHOOSE, 0, 0, 0, 0);
    EXPECT_GE(::port::unloads - unloads, mapping) << "a mapped vector of the old life";
    if (!backend::is_dying(partitions[who])) {
      return begin(who);
    }
    const std::uint32_t closed = static_cast<std::uint32_t>(partitions[who].call.connection->handle());
    actor.answer.reset();
    actor.does = Does::close;
    actor.server = partitions[who].call.service->owner->index;
    actor.has_vectors = false;
    EXPECT_EQ(partitions[who].call.message.type, PSA_IPC_DISCONNECT);
    EXPECT_TRUE(actor.open.contains(closed));
  }

  void end_calls_to(unsigned who) {
    for (unsigned client = 0; client < system::kPartitionCount; ++client) {
      Actor& asker = actors_[client];
      const bool calls = asker.does != Does::run && asker.does != Does::wait && asker.server == who && !asker.answer;
      if (calls) {
        asker.answer = asker.does == Does::connect ? kRefused : asker.does == Does::close ? 0 : kDied;
        asker.length = 0;
      }
      if (asker.does == Does::connect && asker.server == who &&
          static_cast<std::int32_t>(asker.answer.value_or(0)) > 0) {
        asker.lost[*asker.answer] = true;  // the client has not seen it yet
      }
      for (const auto& [handle, owner] : asker.open) {
        if (owner == who) {
          asker.lost[handle] = true;
        }
      }
    }
    for (const Held& message : actors_[who].held) {
      actors_[message.client].length = message.written;
      gone_[who].messages.push_back(message.handle);
    }
    actors_[who].held.clear();
    believed_[who] = 0;
  }

  void begin(unsigned who) {
    ++births_;
    EXPECT_EQ(::port::renewed, &system::kOwnMemories[who]);
    EXPECT_EQ(partitions[who].thread.entry, &system::entry);
    EXPECT_EQ(is_open(who), system::kInterrupts[who].enabled_at_boot);
    EXPECT_FALSE(::port::pending_lines.contains(system::kInterrupts[who].source)) << "an interrupt of the old life";
    EXPECT_EQ(static_cast<std::uint32_t>(partitions[who].asserted) & kLine, 0U) << "a signal of the old life";
    for (const Connection& connection : connections) {
      EXPECT_FALSE(connection.state() != Connection::State::closed &&
                   connection.owner() == ClientId{system::kPartitions[who].id});
    }
    for (const Partition& client : partitions) {
      EXPECT_NE(client.call.server, &partitions[who]) << "a message of the old life";
    }
    for (const auto& [handle, owner] : actors_[who].open) {
      gone_[who].connections.push_back(handle);
    }
    const bool doorbell = actors_[who].doorbell;  // one that came after the death is for the new life
    actors_[who] = {};
    actors_[who].doorbell = doorbell;
    is_ending_[who] = false;
  }

  std::mt19937 random_;
  Actors actors_{};
  std::array<Gone, system::kPartitionCount> gone_{};
  std::map<std::uint32_t, std::uintptr_t> rhandles_{};  // by connection
  std::array<std::uint32_t, system::kPartitionCount> pending_{};
  std::array<int, system::kPartitionCount> believed_{};
  std::array<bool, system::kPartitionCount> is_ending_{};
  std::array<unsigned, system::kPartitionCount> deaths_of_{};
  unsigned births_ = 0;
  bool drains_ = false;
  bool has_ended_ = false;
};

unsigned number_in(const char* variable, unsigned otherwise) {
  const char* const wanted = std::getenv(variable);
  return wanted == nullptr ? otherwise : static_cast<unsigned>(std::strtoul(wanted, nullptr, 10));
}

TEST(restart, nothing_promised_is_lost_and_nothing_old_is_left_LIFE_1_LIFE_2_LIFE_3_LIFE_4_LIFE_5_LIFE_8) {
  constexpr unsigned kSample = 500;
  constexpr unsigned kProgress = 10000;
  const unsigned sequences = number_in("POSTERN_SEQUENCES", kSample);
  const unsigned first = number_in("POSTERN_SEED", 0);
  unsigned deaths = 0;
  unsigned used_up = 0;
  for (unsigned i = 0; i < sequences && !HasFailure(); ++i) {
    SCOPED_TRACE(first + i);
    World world(first + i);
    world.run();
    deaths += world.deaths();
    used_up += world.has_ended() ? 1 : 0;
    if ((i + 1) % kProgress == 0) {
      std::cout << i + 1 << " of " << sequences << " sequences, " << deaths << " restarts\n" << std::flush;
    }
  }
  EXPECT_GT(deaths, sequences);
  EXPECT_GT(used_up, sequences / kSample);
  RecordProperty("deaths", static_cast<int>(deaths));
  std::cout << sequences << " sequences from seed " << first << ", " << deaths << " restarts, " << used_up
            << " ended because none was left\n";
}

TEST(restart, a_second_panic_before_the_next_life_stops_the_system_LIFE_8) {
  const World world(1);
  Partition& partition = partitions[0];
  EXPECT_THROW(panic(partition, rule(Area::panic, 1)), Left);
  EXPECT_TRUE(backend::is_dying(partition));
  EXPECT_EQ(ipc::schedule.running, &partition);
  EXPECT_THROW(panic(partition, rule(Area::panic, 1)), Stopped);
}

TEST(restart, a_panic_halts_where_the_manifest_asks_for_it_LIFE_9) {
  const World world(1);
  EXPECT_THROW(panic(partitions[2], rule(Area::panic, 1)), Halted);
  EXPECT_THROW(panic(partitions[3], rule(Area::panic, 1)), Stopped);
}

}  // namespace
}  // namespace spm::testing
