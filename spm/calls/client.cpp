// What a client asks for: psa_version, psa_connect, psa_call, psa_close.
//
// Each resolves what is named, authorises, judges the arguments on private copies, and only then commits. The order of
// the checks is part of the interface: all failures look alike to the non-secure world.
#include <algorithm>

#include "include/tfm_psa_call_pack.h"
#include "spm/backend.hpp"
#include "spm/calls/calls.hpp"
#include "spm/memory.hpp"

namespace spm::calls {
namespace {

constexpr std::uint32_t kStatelessMarker = 1U << 30U;
constexpr std::uint32_t kTypeMask = TYPE_MASK;
constexpr std::uint32_t kTypeSign = 0x8000;
constexpr std::uint32_t kCountMask = 7;
constexpr std::uint32_t kLocationBits = NS_VEC_DESC_BIT | NS_INVEC_BIT | NS_OUTVEC_BIT;
constexpr std::uint32_t kCountBits = (kCountMask << IN_LEN_OFFSET) | (kCountMask << OUT_LEN_OFFSET);
constexpr std::uint32_t kReservedBits = ~(kTypeMask | kCountBits);

/// How much each vector holds, kept apart until every check has passed. The bases go into the client's idle call at
/// once: they mean nothing while its sizes are zero.
struct Vectors {
  unsigned in_count;
  unsigned out_count;
  std::array<std::size_t, kMaxVectors> in_size;
  std::array<std::size_t, kMaxVectors> out_size;
};

const ServiceDescriptor* find_service(std::uint32_t sid) {
  const auto* const found = std::ranges::lower_bound(system::kServicesBySid, sid, {},
                                                     [](ServiceIndex i) { return system::kServices[i].sid; });
  if (found == system::kServicesBySid.end() || system::kServices[*found].sid != sid) {
    return nullptr;
  }
  return &system::kServices[*found];
}

ServiceIndex index_of(const ServiceDescriptor& service) {
  return static_cast<ServiceIndex>(&service - system::kServices.data());
}

/// CONN-4, CONN-5
bool accepts_version(const ServiceDescriptor& service, std::uint32_t requested) {
  return service.policy == VersionPolicy::strict ? requested == service.version : requested <= service.version;
}

/// SLS-3, SLS-6: marker, reserved bits, index and version in one compare.
const StatelessEntry* find_stateless(std::uint32_t handle) {
  const std::uint32_t index = handle & 31U;
  if (index >= system::kStateless.size()) {
    return nullptr;
  }
  const StatelessEntry& entry = system::kStateless[index];
  return ((entry.expected - handle) & entry.mask) == 0 ? &entry : nullptr;
}

/// MEM-10: of input vectors only; empty ones never overlap.
bool inputs_overlap(const Call& call, const Vectors& vectors) {
  for (unsigned i = 1; i < vectors.in_count; ++i) {
    for (unsigned j = 0; j < i; ++j) {
      if (vectors.in_size[i] != 0 && vectors.in_size[j] != 0 &&
          call.in_base[i] < call.in_base[j] + vectors.in_size[j] &&
          call.in_base[j] < call.in_base[i] + vectors.in_size[i]) {
        return true;
      }
    }
  }
  return false;
}

[[nodiscard]] bool judge_inputs(const Caller& caller, std::uintptr_t array, Call& call, Vectors& vectors) {
  const psa_invec* const descriptors = in_vectors(caller, array, vectors.in_count);
  if (descriptors == nullptr) {
    return false;
  }
  for (unsigned i = 0; i < vectors.in_count; ++i) {
    const Claim claim = fetch(descriptors[i]);
    vectors.in_size[i] = claim.length;
    if (!claim.is_empty() && (call.in_base[i] = readable(caller, claim.address, claim.length)) == nullptr) {
      return false;
    }
  }
  return !inputs_overlap(call, vectors);
}

[[nodiscard]] bool judge_outputs(const Caller& caller, std::uintptr_t array, Call& call, Vectors& vectors) {
  psa_outvec* const descriptors = out_vectors(caller, array, vectors.out_count);
  if (descriptors == nullptr) {
    return false;
  }
  for (unsigned i = 0; i < vectors.out_count; ++i) {
    const Claim claim = fetch(descriptors[i]);
    vectors.out_size[i] = claim.length;
    if (!claim.is_empty() && (call.out_base[i] = writable(caller, claim.address, claim.length)) == nullptr) {
      return false;
    }
  }
  call.results = descriptors;
  return true;
}

/// Judges descriptors and vectors (CALL-7), and then commits them. Apart, so that a call without any does not pay for
/// it.
[[gnu::noinline, nodiscard]] bool take_vectors(const Caller& caller, std::uint32_t control, std::uintptr_t in,
                                               std::uintptr_t out) {
  Call& call = caller.partition.call;
  Vectors vectors;
  vectors.in_count = (control >> IN_LEN_OFFSET) & kCountMask;
  vectors.out_count = (control >> OUT_LEN_OFFSET) & kCountMask;
  if ((vectors.in_count != 0 && !judge_inputs(caller, in, call, vectors)) ||
      (vectors.out_count != 0 && !judge_outputs(caller, out, call, vectors))) {
    return false;
  }
  for (unsigned i = 0; i < vectors.in_count; ++i) {
    call.message.in_size[i] = vectors.in_size[i];
  }
  for (unsigned i = 0; i < vectors.out_count; ++i) {
    call.message.out_size[i] = vectors.out_size[i];
  }
  call.in_count = static_cast<std::uint8_t>(vectors.in_count);
  call.out_count = static_cast<std::uint8_t>(vectors.out_count);
  return true;
}

constexpr std::uint32_t count_of_vectors(std::uint32_t control) {
  return ((control >> IN_LEN_OFFSET) & kCountMask) + ((control >> OUT_LEN_OFFSET) & kCountMask);
}

/// Fills the client's call, all but the vectors, and hands it over.
[[gnu::always_inline]] inline Answer send(const Caller& caller, std::int32_t type, ServiceIndex service,
                                          Connection* connection) {
  Call& call = caller.partition.call;
  call.message.type = type;
  call.message.client_id = static_cast<std::int32_t>(caller.id);
  call.message.rhandle = connection != nullptr ? connection->rhandle : nullptr;
  call.connection = connection;
  call.service = service;
  call.server = &partitions[system::kServices[service].owner];
  return backend::deliver(caller.partition, call);
}

}  // namespace

Answer refuse(const Caller& caller, Rule rule, Status for_non_secure) {
  if (!caller.is_non_secure) {
    panic(caller.partition, rule);
  }
  return now(for_non_secure);
}

std::uint32_t version(const Caller& caller, std::uint32_t sid) {
  const ServiceDescriptor* const service = find_service(sid);
  const bool visible = service != nullptr && may_call(caller.partition, index_of(*service));  // VER-1, VER-2
  return visible ? service->version : PSA_VERSION_NONE;
}

Answer connect(const Caller& caller, std::uint32_t sid, std::uint32_t version) {
  const ServiceDescriptor* const service = find_service(sid);
  if (service == nullptr) {
    return refuse(caller, rule(Area::conn, 1), kRefusedConnect);
  }
  const ServiceIndex index = index_of(*service);
  if (!may_call(caller.partition, index)) {
    return refuse(caller, rule(Area::conn, 2), kRefusedConnect);
  }
  if (!service->connection_based) {
    return refuse(caller, rule(Area::conn, 3), kRefusedConnect);
  }
  if (!accepts_version(*service, version)) {
    const bool strict = service->policy == VersionPolicy::strict;
    return refuse(caller, strict ? rule(Area::conn, 4) : rule(Area::conn, 5), kRefusedConnect);
  }
  Connection* const connection = find_free_connection();
  if (connection == nullptr) {
    return now(Status::connection_busy);  // CONN-9, PE-10
  }
  connection->open(index, caller.id, static_cast<std::size_t>(connection - connections.data()));
  return send(caller, PSA_IPC_CONNECT, index, connection);
}

Answer call(const Caller& caller, std::uint32_t handle, std::uint32_t control, std::uintptr_t in, std::uintptr_t out) {
  // 1 and 2: what is called, and may this caller? A connection answered the second question when it was made.
  Connection* connection = nullptr;
  ServiceIndex service{};
  if ((handle & kStatelessMarker) != 0) {
    const StatelessEntry* const entry = find_stateless(handle);
    if (entry == nullptr || !may_call(caller.partition, entry->service)) {
      return refuse(caller, rule(Area::sls, 3), kRefusedCall);
    }
    service = entry->service;
  } else {
    const ConnectionHandle connection_handle{handle};
    connection = find_connection(caller.id, connection_handle);
    if (connection == nullptr) {
      return refuse(caller, handle == 0 ? rule(Area::call, 1) : rule(Area::call, 2), kRefusedCall);
    }
    if (connection->state() != Connection::State::idle) {
      return refuse(caller, rule(Area::call, 3), kRefusedCall);
    }
    service = connection->service();
  }

  // 3: the control word. Where the vectors lie is known from who asks, so what it says of that is not looked at for the
  // non-secure world (VEN-3) and forbidden to a partition (NUM-5).
  if (caller.is_non_secure) {
    control &= ~kLocationBits;
  }
  if (control >= kTypeSign) {  // a type out of range, vectors or reserved bits; everything else needs no look
    if ((control & kTypeSign) != 0) {
      return refuse(caller, rule(Area::call, 4), kRefusedCall);
    }
    if ((control & kReservedBits) != 0) {
      return refuse(caller, rule(Area::num, 5), kRefusedCall);
    }
    if (count_of_vectors(control) > PSA_MAX_IOVEC) {
      return refuse(caller, rule(Area::call, 6), kRefusedCall);
    }
    if (!take_vectors(caller, control, in, out)) {
      return refuse(caller, rule(Area::call, 7), kRefusedCall);
    }
  }
  if (connection != nullptr) {
    connection->move(Connection::State::idle, Connection::State::busy);
  }
  return send(caller, static_cast<std::int32_t>(control & kTypeMask), service, connection);
}

Answer close(const Caller& caller, std::uint32_t handle) {
  if (handle == PSA_NULL_HANDLE) {
    return now(Status::success);  // CLOSE-1
  }
  Connection* const connection = find_connection(caller.id, ConnectionHandle{handle});
  if (connection == nullptr) {
    const bool stateless = (handle & kStatelessMarker) != 0;
    return refuse(caller, stateless ? rule(Area::close, 4) : rule(Area::close, 2), kRefusedClose);
  }
  if (connection->state() == Connection::State::terminated) {
    connection->move(Connection::State::terminated, Connection::State::closed);  // HND-8: the service knows already
    return now(Status::success);
  }
  if (connection->state() != Connection::State::idle) {
    return refuse(caller, rule(Area::close, 3), kRefusedClose);
  }
  connection->move(Connection::State::idle, Connection::State::closing);
  return send(caller, PSA_IPC_DISCONNECT, connection->service(), connection);
}

}  // namespace spm::calls
