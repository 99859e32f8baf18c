// SPDX-License-Identifier: Apache-2.0

// The options of the build, after read/options.cpp has checked them: backend, isolation level and the component options
// of TF-M that the kernel's tables depend on (rules CFG).
#pragma once

#include "model/definitions.hpp"

namespace postern {

enum class Backend { ipc, sfn };

struct Configuration {
  Backend backend = Backend::ipc;
  unsigned level = 1;
  Definitions definitions;
  bool mm_iovec = false;
  bool doorbell = false;
  unsigned connections = 8;
  bool schedule_when_ns_interrupted = false;
  bool manage_nsid = false;
  bool software_interrupts = false;
  bool log_errors = true;
  bool log_boot = false;  // the version at boot
  bool boot_self_test = true;
  bool halt_on_panic = false;
  bool trace = false;
  bool last_run = false;  // the Platform service tells what ended it
  bool counters = false;
  bool tells_counters = false;  // the Platform service does
  unsigned reset_loop_limit = 16;
  unsigned restart_limit = 3;
  bool fp = false;  // partitions may use the FPU or vectors
  bool mve = false;
  bool fpu_usable = false;     // the non-secure world may use the FPU, if the board has one
  bool fpu_forbidden = false;  // to all code
  bool lazy_stacking = false;
};

}  // namespace postern
