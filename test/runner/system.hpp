// A system that can be run: an image on QEMU, or as a program of the host.
#pragma once

#include <string>
#include <vector>

namespace postern::runner {

struct System {
  std::string image;
  std::string machine;  // of QEMU
  std::string secure;   // its two programs
  std::string non_secure;
  std::string program;  // of the host, instead of these
  std::string plugin;   // of QEMU, with its options
  std::string secure_log;
};

/// The command that runs it; `words` are what its non-secure program is told after its name. Of a device the secure log
/// is a file of the machine's; of the host it is the standard error output, for which `error_file` is named.
struct Start {
  std::vector<std::string> command;
  std::string error_file;
};
Start start_of(const System& system, const std::vector<std::string>& words);

}  // namespace postern::runner
