// SPDX-License-Identifier: Apache-2.0

// What boot checks before anything is started. A board that fails prints the number of the check and an address, and
// stays stopped; `postern decode` has the words.
#pragma once

#include <cstdint>

namespace encoding {

/// The numbers are on the logs of products: a new check gets the next one.
enum class BootCheck : std::uint8_t {
  register_holds = 1,
  secure_memory_is_secure,
  non_secure_memory_is_not,
  attribution_regions_are_apart,
  gates_have_their_window,
  region_reads_back,
  kernel_executes_no_partition,
  kernel_executes_no_data,
  kernel_writes_no_code,
  null_is_no_address,
  code_has_one_address,
  data_has_one_address,
  partition_reads_what_it_may,
  partition_reads_no_kernel_memory,
  partition_writes_no_kernel_memory,
  partition_writes_no_code,
  partition_reads_no_kernel_code,
};

/// What is wrong with a board that fails this check. The address follows.
constexpr const char* fault_of(BootCheck check) {
  switch (check) {
    case BootCheck::register_holds: return "boot did not get its way with the register";
    case BootCheck::secure_memory_is_secure: return "secure memory is not secure";
    case BootCheck::non_secure_memory_is_not: return "non-secure memory is secure";
    case BootCheck::attribution_regions_are_apart: return "the attribution unit does not tell its regions apart";
    case BootCheck::gates_have_their_window: return "the window of the gates is not where they are";
    case BootCheck::region_reads_back: return "a region does not read back";
    case BootCheck::kernel_executes_no_partition: return "the kernel can execute code of partitions";
    case BootCheck::kernel_executes_no_data: return "the kernel can execute data";
    case BootCheck::kernel_writes_no_code: return "the kernel can write code";
    case BootCheck::null_is_no_address: return "a null pointer can be used";
    case BootCheck::code_has_one_address: return "code or constants can be used by another address";
    case BootCheck::data_has_one_address: return "data can be used by another address";
    case BootCheck::partition_reads_what_it_may: return "a partition cannot read what it may";
    case BootCheck::partition_reads_no_kernel_memory: return "a partition can read memory of the kernel";
    case BootCheck::partition_writes_no_kernel_memory: return "a partition can write memory of the kernel";
    case BootCheck::partition_writes_no_code: return "a partition can write code";
    case BootCheck::partition_reads_no_kernel_code: return "a partition can read code of the kernel";
  }
  return nullptr;
}

}  // namespace encoding
