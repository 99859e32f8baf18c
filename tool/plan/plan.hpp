// SPDX-License-Identifier: Apache-2.0

// The system as the kernel will know it: indices, ids, signals, handles, domains. planner.cpp makes it from a model
// without errors; emit/ reads it and decides nothing.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/board.hpp"
#include "model/configuration.hpp"
#include "model/manifest.hpp"
#include "model/protection.hpp"

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

/// Memory that is granted as a whole: the contiguous code, constants and data of some partitions. An isolation level
/// decides which areas and domains exist, and nothing else.
struct Area {
  bool holds_kernel = false;
  bool holds_agent = false;  // and idle: the kernel's own contexts, which run only gates
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
  [[nodiscard]] bool has_model(Model model) const;           // whether a partition has this model
  [[nodiscard]] bool has_handling(Handling handling) const;  // whether an interrupt has this handling
  /// Whether mapped vectors need regions of their own: MM-IOVEC above isolation level 1, and a service that asks for
  /// it.
  [[nodiscard]] bool maps_regions() const;
  /// Whether a partition of the image restarts alone after a panic, and whether one does not simply reset.
  [[nodiscard]] bool restarts() const;
  [[nodiscard]] bool has_policies() const;
  /// True for the partition that the kernel tells what ended the last run: the one with the Platform service, if the
  /// option is set.
  [[nodiscard]] bool knows_last_run(const PlannedPartition& partition) const;
  /// True for the partition in whose memory the counters are, because it tells them: the same one.
  [[nodiscard]] bool has_counters(const PlannedPartition& partition) const;
};

/// The generated word of a stateless handle (NUM-4).
[[nodiscard]] std::uint32_t stateless_handle(unsigned index, std::uint32_t version);

}  // namespace postern
