// SPDX-License-Identifier: Apache-2.0

// Random sequences of calls, answers and interrupts of a system in which two partitions die at random moments. A model
// beside the kernel knows what each client must get, which connections a service must believe in, and what a new life
// may find. POSTERN_SEQUENCES is the number of sequences; the default is a sample.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include "runtime/trap_numbers.h"
#include "spm/connection.hpp"
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
namespace {

constexpr std::uint32_t kDied = static_cast<std::uint32_t>(-145);
constexpr std::uint32_t kRefused = static_cast<std::uint32_t>(-130);
constexpr unsigned kMostConnections = 3;
constexpr unsigned kSteps = 120;

/// What a partition has done and waits for.
struct Actor {
  enum class Does : std::uint8_t { run, wait, connect, request, close };
  Does does = Does::run;
  unsigned server = 0;                       // of the outstanding call
  std::uint32_t used = 0;                    // its connection, or 0
  std::optional<std::uint32_t> answer;       // what the server has answered
  bool dies = false;                         // the client is dead, and the answer is dropped
  std::map<std::uint32_t, unsigned> open{};  // its connections: the service's owner
  std::map<std::uint32_t, bool> lost{};
  std::vector<std::pair<std::uint32_t, unsigned>> held{};  // messages: handle, client
};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    partitions = {};
    connections = {};
    ::port::record() = {};
    ::port::open_lines.clear();
    std::ranges::fill(last_clients, nullptr);
    prepare_partitions();
    ipc::prepare_idle();
    ipc::lives = {};
    for (Partition& partition : partitions) {
      ::port::prepare(partition.thread, *partition.descriptor);
      ipc::schedule.ready |= partition.schedule_bit;
    }
    (void)ipc::go_on_with_most_urgent();
  }

  void run() {
    for (unsigned step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) {
      act(true);
    }
    drains_ = true;
    for (unsigned step = 0; step < kSteps * 2 && !is_quiet() && !::testing::Test::HasFailure(); ++step) {
      act(false);
    }
    EXPECT_TRUE(is_quiet()) << "a call was never answered";
    EXPECT_EQ(deaths_, births_);
  }
  [[nodiscard]] unsigned deaths() const { return deaths_; }

 private:
  using Does = Actor::Does;
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }
  static unsigned index_of_running() { return ipc::running_partition().index; }
  Actor& running() { return actors_[index_of_running()]; }
  static bool may_die(unsigned index) { return index < 2; }
  static bool is_open(unsigned who) { return ::port::open_lines.contains(system::kInterrupts[who].source); }

  [[nodiscard]] bool is_quiet() const {
    return std::ranges::all_of(actors_, [](const Actor& actor) {
      return actor.held.empty() && (actor.does == Does::run || actor.does == Does::wait) && !actor.dies;
    });
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
    actor.answer.reset();
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
      begin_call(Does::request, 0, 0);
      return after(trap(is_agent ? POSTERN_TRAP_GATE_CALL : POSTERN_TRAP_CALL, 0x4000'0100, 0, 0, 0), who);
    }
    if (actor.open.empty()) {
      return wait_or_rest(who);
    }
    const auto [handle, owner] = *std::next(actor.open.begin(), below(static_cast<unsigned>(actor.open.size())));
    if (choice == 2) {
      begin_call(Does::close, owner, handle);
      return after(trap(is_agent ? POSTERN_TRAP_GATE_CLOSE : POSTERN_TRAP_CLOSE, handle, 0, 0, 0), who);
    }
    begin_call(Does::request, owner, handle);
    after(trap(is_agent ? POSTERN_TRAP_GATE_CALL : POSTERN_TRAP_CALL, handle, 0, 0, 0), who);
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
    if ((static_cast<std::uint32_t>(partitions[who].asserted) & 0x8000'0000) != 0) {
      (void)trap(POSTERN_TRAP_RESET_SIGNAL, 0x8000'0000, 0, 0, 0);
      return;
    }
    if (signals != 0 && below(2) == 0) {
      return get(who, signals & (~signals + 1));
    }
    if (!actor.held.empty() && (drains_ || below(2) == 0)) {
      return reply(who);
    }
    if (signals == 0 && actor.held.empty() && below(2) == 0) {
      return wait_or_rest(who);
    }
    call_something();
  }

  void get(unsigned who, std::uint32_t signal) {
    auto* const place = reinterpret_cast<psa_msg_t*>(system::memory + 512);
    (void)trap(POSTERN_TRAP_GET, signal, address_of(place), 0, 0);
    const unsigned client = (static_cast<std::uint32_t>(place->handle) & 0xFF) - 1;
    actors_[who].held.emplace_back(static_cast<std::uint32_t>(place->handle), client);
    count(who, place->type);
  }

  /// What the service believes: connections that it has accepted, minus those that it was told the end of.
  void count(unsigned who, std::int32_t type) {
    if (type == PSA_IPC_DISCONNECT) {
      EXPECT_GT(believed_[who], 0);
      --believed_[who];
    }
  }

  void reply(unsigned who) {
    Actor& actor = actors_[who];
    const unsigned place = below(static_cast<unsigned>(actor.held.size()));
    const auto [handle, client] = actor.held[place];
    actor.held.erase(actor.held.begin() + place);
    const std::int32_t type = partitions[client].call.message.type;
    std::int32_t status = type == PSA_IPC_CONNECT && below(4) == 0 ? -130 : 0;
    Actor& asker = actors_[client];
    std::uint32_t answer = static_cast<std::uint32_t>(status);
    if (type == PSA_IPC_CONNECT && status == 0) {
      answer = static_cast<std::uint32_t>(partitions[client].call.connection->handle());
      ++believed_[who];
    } else if (type == PSA_IPC_CALL) {
      status = 1 + static_cast<std::int32_t>(below(100));
      answer = static_cast<std::uint32_t>(status);
      if (client == 1 && !drains_ && below(6) == 0) {
        status = -129;      // PE-6: the client dies
        if (!asker.dies) {  // it can be dead already
          note_death(client);
        }
      }
    }
    asker.answer = answer;
    (void)trap(POSTERN_TRAP_REPLY, handle, static_cast<std::uint32_t>(status), 0, 0);
  }

  void die(unsigned who) {
    note_death(who);
    try {
      if (below(2) == 0) {
        FaultRegisters registers{};
        spm_fault(&registers, false);
      }
      (void)spm_traps[POSTERN_TRAP_PANIC](0, 0, 0, 0);
    } catch (const Left&) {
      return;
    }
    ADD_FAILURE() << "a dead partition goes on";
  }

  void note_death(unsigned who) {
    ++deaths_;
    actors_[who].dies = true;
  }

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
      note_death(owner);
      try {
        (void)spm_upcall_trap(POSTERN_TRAP_PANIC, 0);
        ADD_FAILURE() << "a dead function goes on";
      } catch (const Left&) {
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
    if (!backend::is_dying(partitions[who])) {
      return begin(who);
    }
    actor.answer.reset();
    actor.does = Does::close;
    actor.server = partitions[who].call.service->owner->index;
    EXPECT_EQ(partitions[who].call.message.type, PSA_IPC_DISCONNECT);
  }

  void end_calls_to(unsigned who) {
    for (unsigned client = 0; client < system::kPartitionCount; ++client) {
      Actor& asker = actors_[client];
      const bool calls = asker.does != Does::run && asker.does != Does::wait && asker.server == who && !asker.answer;
      if (calls) {
        asker.answer = asker.does == Does::connect ? kRefused : asker.does == Does::close ? 0 : kDied;
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
    actors_[who].held.clear();
    believed_[who] = 0;
  }

  void begin(unsigned who) {
    ++births_;
    EXPECT_EQ(::port::renewed, &system::kOwnMemories[who]);
    EXPECT_EQ(partitions[who].thread.entry, &system::entry);
    EXPECT_EQ(is_open(who), system::kInterrupts[who].enabled_at_boot);
    for (const Connection& connection : connections) {
      EXPECT_FALSE(connection.state() != Connection::State::closed &&
                   connection.owner() == ClientId{system::kPartitions[who].id});
    }
    for (const Partition& client : partitions) {
      EXPECT_NE(client.call.server, &partitions[who]) << "a message of the old life";
    }
    actors_[who] = {};
    is_ending_[who] = false;
  }

  std::mt19937 random_;
  std::array<Actor, system::kPartitionCount> actors_{};
  std::array<std::uint32_t, system::kPartitionCount> pending_{};
  std::array<int, system::kPartitionCount> believed_{};
  std::array<bool, system::kPartitionCount> is_ending_{};
  unsigned deaths_ = 0;
  unsigned births_ = 0;
  bool drains_ = false;
};

unsigned sequences() {
  constexpr unsigned kSample = 500;
  const char* const wanted = std::getenv("POSTERN_SEQUENCES");
  return wanted == nullptr ? kSample : static_cast<unsigned>(std::strtoul(wanted, nullptr, 10));
}

TEST(restart, nothing_promised_is_lost_and_nothing_old_is_left_LIFE_1_LIFE_2_LIFE_3_LIFE_4_LIFE_5) {
  unsigned deaths = 0;
  for (unsigned seed = 0; seed < sequences() && !HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(seed);
    world.run();
    deaths += world.deaths();
  }
  EXPECT_GT(deaths, sequences());
  RecordProperty("deaths", static_cast<int>(deaths));
}

TEST(restart, a_panic_halts_where_the_manifest_asks_for_it_LIFE_9) {
  const World world(1);
  EXPECT_THROW(panic(partitions[2], rule(Area::panic, 1)), Halted);
  EXPECT_THROW(panic(partitions[3], rule(Area::panic, 1)), Stopped);
}

}  // namespace
}  // namespace spm::testing
