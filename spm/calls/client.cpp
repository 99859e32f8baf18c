// SPDX-License-Identifier: Apache-2.0

// The calls of a client: psa_version, psa_connect, psa_call, psa_close.
//
// Each finds what the handle or SID names, checks that the caller may use it, checks the arguments on private copies,
// and only then commits. The order of the checks is part of the interface: every failure looks alike to the non-secure
// world.
#include <algorithm>

#include "include/tfm_psa_call_pack.h"
#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/counters.hpp"
#include "spm/memory.hpp"
#include "spm/service.hpp"
#include "spm/trace.hpp"

namespace spm::calls {
namespace {

/// Control bits that say where the vectors lie. The kernel knows that from the entry: it ignores the bits of the
/// non-secure world (VEN-3), and refuses them from a partition (NUM-5).
constexpr std::uint32_t kLocationBits = NS_VEC_DESC_BIT | NS_INVEC_BIT | NS_OUTVEC_BIT;

constexpr std::uint32_t kStatelessMarker = 1U << 30U;
/// True for the handle of a stateless service, false for that of a connection (NUM-4).
constexpr bool is_stateless(ConnectionHandle handle) {
  return (static_cast<std::uint32_t>(handle) & kStatelessMarker) != 0;
}
constexpr ConnectionHandle kNullHandle{PSA_NULL_HANDLE};
constexpr std::uint32_t kTypeMask = TYPE_MASK;
constexpr std::uint32_t kTypeSign = 0x8000;
constexpr std::uint32_t kCountMask = 7;
constexpr std::uint32_t kCountBits = (kCountMask << IN_LEN_OFFSET) | (kCountMask << OUT_LEN_OFFSET);
constexpr std::uint32_t kReservedBits = ~(kTypeMask | kCountBits);

/// A client broke a rule: a partition panics; the non-secure world gets its answer and nothing else happens (PE-2,
/// PE-3).
Status refuse(Caller caller, Rule rule, Status for_non_secure) {
  if (!caller.is_non_secure()) {
    panic(caller.partition, rule);
  }
  counters::note_refusal(caller.partition);
  return for_non_secure;
}

/// The record then names the SID.
Answer refuse_connect(Caller caller, Rule rule, std::uint32_t sid) {
  if (!caller.is_non_secure()) {
    panic_for_connect(caller.partition, rule, sid);
  }
  counters::note_refusal(caller.partition);
  return now(kRefusedConnect);
}

/// Binary search: finds the last SID that is not greater, and compares it once.
const NamedService* find_service(std::uint32_t sid) {
  const NamedService* found = kServiceNames.data();
  for (std::size_t left = kServiceNames.size(); left > 1;) {
    const std::size_t half = left / 2;
    const NamedService& middle = worked_out(found[half]);
    if (middle.sid <= sid) {
      found = &middle;
    }
    left -= half;
  }
  return !kServiceNames.empty() && found->sid == sid ? found : nullptr;
}

/// CONN-4, CONN-5
bool accepts_version(const NamedService& named, std::uint32_t requested) {
  return named.policy == VersionPolicy::strict ? requested == named.version : requested <= named.version;
}

/// Checks marker, reserved bits, index and version in one compare (SLS-3, SLS-6). The table is a power of two long, so
/// every word has a row, and the compare includes the bits of the index that the remainder drops.
const StatelessService* find_stateless(ConnectionHandle handle) {
  if constexpr (kStatelessRows.empty()) {
    return nullptr;
  } else {
    const auto word = static_cast<std::uint32_t>(handle);
    const StatelessService& named = kStatelessRows[word % kStatelessRows.size()];
    return ((named.expected - word) & named.mask) == 0 ? &named : nullptr;
  }
}

/// Whose rights count where a caller's vectors lie.
template <bool non_secure>
const auto& owner_of_memory(const Caller& caller) {
  if constexpr (non_secure) {
    static constexpr NonSecureWorld kNonSecureWorld;
    return kNonSecureWorld;
  } else {
    return caller.partition;
  }
}

/// No rule is broken, but an interrupt came first.
constexpr Rule kInterrupted = rule(Area::none, 1);

/// Which rule a control word or the vectors that it announces break. Rule{}: no rule, and the vectors are in the call.
/// With more than two vectors this is the longest part of a call. So an interrupt that waits is looked for between its
/// steps: then the trap is made again, from its first check on, and nothing is left of this one.
/// Not inline, so that a call without vectors does not pay for it.
template <bool non_secure>
[[gnu::noinline, gnu::flatten]] Rule judge_vectors(Caller caller, std::uint32_t control, std::uintptr_t in,
                                                   std::uintptr_t out) {
  if ((control & (kTypeSign | kReservedBits)) != 0) {
    return (control & kTypeSign) != 0 ? rule(Area::call, 4) : rule(Area::num, 5);
  }
  const unsigned in_count = (control >> IN_LEN_OFFSET) & kCountMask;
  const unsigned out_count = (control >> OUT_LEN_OFFSET) & kCountMask;
  if (in_count + out_count > PSA_MAX_IOVEC) {
    return rule(Area::call, 6);
  }
  Call& call = caller.partition.call;
  const bool looks = backend::kCopiesInPieces && in_count + out_count > 2;
  const auto stops = [&] { return looks && port::interrupt_waits() && port::repeat_trap(); };
  call.set_counts(in_count, out_count);
  const auto& owner = owner_of_memory<non_secure>(caller);
  Taken taken = in_count == 0 ? Taken::yes : take_vectors<psa_invec>(owner, in, in_count, call, stops);
  if (taken == Taken::yes && out_count != 0) {
    taken = take_vectors<psa_outvec>(owner, out, out_count, call, stops);
  }
  if (taken == Taken::yes) {
    return Rule{};
  }
  call.forget_vectors();
  return taken == Taken::no ? rule(Area::call, 7) : kInterrupted;
}

/// Which rule a call on this handle breaks.
[[gnu::noinline]] Rule why_not_called(ConnectionHandle handle, const Connection* connection) {
  if (connection != nullptr) {
    return rule(Area::call, 3);
  }
  return handle == kNullHandle ? rule(Area::call, 1) : rule(Area::call, 2);
}

/// Fills in the client's call, except for the vectors, and delivers it.
Answer send(Caller caller, std::int32_t type, const Service& service, Connection* connection) {
  Call& call = caller.partition.call;
  call.message.rhandle = connection != nullptr ? connection->rhandle : nullptr;
  call.message.type = type;
  call.connection = connection;
  call.service = &service;
  trace::note(trace::Kind::call, caller.partition.index, index_of(service), static_cast<std::uint32_t>(type), 0);
  return backend::deliver(caller.partition);
}

}  // namespace

std::uint32_t version(Caller caller, std::uint32_t sid) {
  const NamedService* const named = find_service(sid);
  const bool visible = named != nullptr && may_call(caller.partition, *named->service);  // VER-1, VER-2
  return visible ? named->version : PSA_VERSION_NONE;
}

Answer connect(Caller caller, std::uint32_t sid, std::uint32_t version) {
  const NamedService* const named = find_service(sid);
  if (named == nullptr) {
    return refuse_connect(caller, rule(Area::conn, 1), sid);
  }
  if (!may_call(caller.partition, *named->service)) {
    return refuse_connect(caller, rule(Area::conn, 2), sid);
  }
  if (!named->connection_based) {
    return refuse_connect(caller, rule(Area::conn, 3), sid);
  }
  if (!accepts_version(*named, version)) {
    const bool strict = named->policy == VersionPolicy::strict;
    return refuse_connect(caller, strict ? rule(Area::conn, 4) : rule(Area::conn, 5), sid);
  }
  Connection* const connection = find_free_connection();
  if (connection == nullptr) {
    counters::note_refusal(caller.partition);
    return now(Status::connection_busy);  // CONN-9, PE-10
  }
  connection->open(index_of(*named->service), caller.id(), static_cast<std::size_t>(connection - connections.data()));
  return send(caller, PSA_IPC_CONNECT, *named->service, connection);
}

/// A call by the non-secure world, or by a partition.
template <bool non_secure>
[[gnu::always_inline]] inline Answer call_by(Caller caller, ConnectionHandle handle, std::uint32_t control,
                                             std::uintptr_t in, std::uintptr_t out) {
  // 1 and 2: find what is called, and check that the caller may use it. For a connection psa_connect has checked that.
  Connection* connection = nullptr;
  const Service* service = nullptr;
  if (is_stateless(handle)) {
    const StatelessService* const named = find_stateless(handle);
    if (named == nullptr || !may_call(caller.partition, *named->service)) {
      return now(refuse(caller, rule(Area::sls, 3), kRefusedCall));
    }
    service = named->service;
  } else {
    connection = find_connection(caller.id(), handle);
    if (connection == nullptr || connection->state() != Connection::State::idle) {
      if (system::kRestarts && connection != nullptr && connection->state() == Connection::State::lost) {
        counters::note_refusal(caller.partition);
        return now(kServiceDied);
      }
      return now(refuse(caller, why_not_called(handle, connection), kRefusedCall));
    }
    service = &kServiceRows[connection->service()];
  }

  // 3: check the control word. A type out of range, vectors and other bits make it large.
  if (control >= kTypeSign) {
    if constexpr (non_secure) {
      control &= ~kLocationBits;
    }
    if (const Rule broken = judge_vectors<non_secure>(caller, control, in, out); broken != Rule{}) {
      if (backend::kCopiesInPieces && broken == kInterrupted) {
        return now(static_cast<std::uint32_t>(handle));  // the argument in the register of the answer
      }
      return now(refuse(caller, broken, kRefusedCall));
    }
    control &= kTypeMask;
  }
  if (connection != nullptr) {
    connection->move(Connection::State::idle, Connection::State::busy);
  }
  return send(caller, static_cast<std::int32_t>(control), *service, connection);
}

Answer call(Caller caller, ConnectionHandle handle, std::uint32_t control, std::uintptr_t in, std::uintptr_t out) {
  return call_by<false>(caller, handle, control, in, out);
}

Answer gate_call(Caller caller, ConnectionHandle handle, std::uint32_t control, std::uintptr_t in, std::uintptr_t out) {
  return call_by<true>(caller, handle, control, in, out);
}

Answer close(Caller caller, ConnectionHandle handle) {
  if (handle == kNullHandle) {
    return now(Status::success);  // CLOSE-1
  }
  Connection* const connection = find_connection(caller.id(), handle);
  if (connection == nullptr) {
    return now(refuse(caller, is_stateless(handle) ? rule(Area::close, 4) : rule(Area::close, 2), kRefusedClose));
  }
  if (connection->state() == Connection::State::idle) {
    connection->move(Connection::State::idle, Connection::State::closing);
    return send(caller, PSA_IPC_DISCONNECT, kServiceRows[connection->service()], connection);
  }
  if (connection->state() == Connection::State::terminated) {
    connection->move(Connection::State::terminated, Connection::State::closed);  // HND-8: the service knows already
    return now(Status::success);
  }
  if (system::kRestarts && connection->state() == Connection::State::lost) {
    connection->move(Connection::State::lost, Connection::State::closed);
    return now(Status::success);
  }
  return now(refuse(caller, rule(Area::close, 3), kRefusedClose));
}

}  // namespace spm::calls
