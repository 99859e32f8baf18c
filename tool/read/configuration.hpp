// The options of the build, checked once and then constants: backend, isolation level and the component options of
// TF-M that the kernel's tables depend on (section 11.2 of the reference).
#pragma once

#include <string>
#include <vector>

#include "model/definitions.hpp"
#include "text/diagnostics.hpp"

namespace postern {

enum class Backend { ipc, sfn };

struct Options {
  std::string backend = "IPC";
  std::string level = "1";
  std::vector<std::string> defines;  // NAME=VALUE
};

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
  bool boot_self_test = true;
  bool halt_on_panic = false;
};

/// Reports every option that is wrong by itself or against another one (BSEL-1, -2, -4 to -6, CFG-42, CFG-50).
[[nodiscard]] Configuration read_configuration(const Options& options, Diagnostics& diagnostics);

[[nodiscard]] const char* name_of(Backend backend);

}  // namespace postern
