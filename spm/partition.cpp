// Rows of partitions at boot.
#include "spm/partition.hpp"

namespace spm {

void prepare_partitions() {
  for (PartitionIndex index = 0; index < system::kPartitionCount; ++index) {
    Partition& partition = partitions[index];
    partition.descriptor = &system::kPartitions[index];
    partition.index = index;
    partition.disabled_interrupts = partition.descriptor->interrupts;
    partition.call.prepare(index);
  }
}

}  // namespace spm
