// The system as the kernel will know it: indices, ids, signals, handles, domains. Made from a model without errors;
// every emitter reads this and decides nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/manifest.hpp"
#include "read/board.hpp"
#include "read/configuration.hpp"

namespace postern {

struct PlannedService {
  const Service* service;
  unsigned owner;  // partition index
  std::uint32_t signal;
  std::uint32_t callers;                    // scheduler bits
  std::optional<unsigned> stateless_index;  // 0 .. 31
};

struct PlannedInterrupt {
  const Interrupt* interrupt;
  unsigned owner;
  std::uint32_t signal;
};

struct PlannedPartition {
  const Manifest* manifest;
  std::int32_t id;
  Model model;
  std::uint64_t urgency;  // GEN-13: lower is more urgent
  unsigned first_service;
  unsigned first_interrupt;
  std::uint32_t more_urgent;  // scheduler bits
  unsigned domain;
};

/// One row of a protection domain: a run between linker symbols, or one of numbers. Level 1 grants the three runs of
/// everything secure, the non-secure memory and the secure devices; above it a row is an area's, or keeps for the
/// kernel what lies below or above the area's memory: of RAM, and where the unit can keep the kernel from executing it,
/// of code.
struct Row {
  enum class Kind {
    nothing,
    all_text,
    all_constants,
    all_ram,
    non_secure_code,
    non_secure_ram,
    secure_devices,
    gates,
    text,
    constants,
    data,
    below_data,
    above_data,
    kernel_text,
    below_text,
    below_constants,
    above_constants,
    device
  };

  Kind kind;
  unsigned area = 0;       // whose memory
  std::uint64_t base = 0;  // devices
  std::uint64_t size = 0;
  bool writable = false;
};

struct Domain {
  std::vector<Row> rows;     // of the protection unit; those behind its slots are loaded when they are used
  std::vector<Row> covered;  // what buffers may also lie in: the unit grants it by another row
};

/// A part of memory that is granted as a whole: whose code, constants and data stand together. Which areas and domains
/// there are is all that an isolation level decides.
struct Area {
  bool holds_kernel = false;
  bool holds_agent = false;  // and idle: contexts of the kernel's own that run nothing but gates
  std::vector<unsigned> partitions;
};

struct Plan {
  const Configuration* configuration;
  const Board* board;
  std::vector<PlannedPartition> partitions;  // in order of urgency, without the agent
  std::vector<PlannedService> services;      // grouped by partition
  std::vector<PlannedInterrupt> interrupts;  // grouped by partition
  std::vector<unsigned> services_by_sid;
  std::vector<std::optional<unsigned>> stateless;  // by index of the handle: the service
  std::vector<unsigned> in_list_order;             // partition indices in the order of the lists
  std::vector<Area> areas;
  std::vector<Domain> domains;
  unsigned agent_domain;

  [[nodiscard]] bool is_ipc() const { return configuration->backend == Backend::ipc; }
  [[nodiscard]] unsigned service_count(unsigned partition) const;
  [[nodiscard]] unsigned agent() const { return static_cast<unsigned>(partitions.size()); }
  [[nodiscard]] bool has_connections() const;
  [[nodiscard]] bool has_handling(Handling handling) const;  // is there an interrupt that is handled so?
};

/// The generated word of a stateless handle (NUM-4).
[[nodiscard]] std::uint32_t stateless_handle(unsigned index, std::uint32_t version);

}  // namespace postern
