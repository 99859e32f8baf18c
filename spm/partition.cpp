// SPDX-License-Identifier: Apache-2.0

// Initialises the partitions at boot.
#include "spm/partition.hpp"

#include "spm/memory.hpp"
#include "spm/non_secure_client.hpp"
#include "spm/service.hpp"

namespace spm {
namespace {

/// What only one of the backends reads.
template <typename Row>
void prepare_for_backend(Row& partition) {
  if constexpr (backend::kHasQueues) {
    partition.queues.last_clients = last_clients.data() + partition.descriptor->first_service;
  } else {
    partition.serving = &partition;
  }
}

}  // namespace

void prepare_partitions() {
  for (PartitionIndex index = 0; index < system::kPartitionCount; ++index) {
    Partition& partition = partitions[index];
    partition.descriptor = &system::kPartitions[index];
    partition.index = index;
    partition.schedule_bit = schedule_bit(index);
    partition.interesting = partition.schedule_bit | partition.descriptor->more_urgent;
    note_own_data(partition);
    prepare_for_backend(partition);
    partition.disabled_interrupts = partition.descriptor->interrupts;
    partition.call.prepare(index, ClientId{index == system::kAgent ? kNonSecureIdLimit : partition.descriptor->id});
  }
}

}  // namespace spm
