// SPDX-License-Identifier: Apache-2.0

// Lines of the secure log.
#include "spm/log_line.hpp"

#include "spm/port_contract.hpp"

namespace spm {
namespace {

/// The partition that has begun a line and not ended it, or nullptr.
constinit const Partition* writer = nullptr;

}  // namespace

void begin_line() {
  if (writer != nullptr) {
    port::log("\r\n");
    writer = nullptr;
  }
}

void go_on_with_line_of(const Partition& partition) {
  if (writer != &partition) {
    begin_line();
    port::log(" ");
    writer = &partition;
  }
}

}  // namespace spm
