// SPDX-License-Identifier: Apache-2.0

// A system that the runner can run: an image on QEMU, or a program of the host.
#pragma once

#include <string>
#include <vector>

namespace postern::runner {

/// The name of the emulator's own output: the secure log's, followed by this.
inline constexpr const char* kEmulatorLog = ".emulator";

struct System {
  std::string image;
  std::string machine;               // of QEMU
  std::vector<std::string> globals;  // its properties, DRIVER.PROPERTY=VALUE
  std::string secure;                // its two programs
  std::string non_secure;
  std::string program;  // of the host, instead of these
  std::string plugin;   // of QEMU, with its options
  std::string seed;     // where a device takes the seed of its random numbers from; nowhere if empty
  std::string flash;    // the file where a machine of MPS2 keeps its flash; none if empty
  unsigned uart = 0;    // the one that a device's non-secure program prints to; the second one, 1, has the secure log
  std::string secure_log;
};

/// The file with the seed: the secure log's name, followed by this.
inline constexpr const char* kSeedFile = ".seed";

/// A fresh seed for a device, behind the mark that partitions/crypto/entropy/region.c expects.
void write_seed(const System& system);

/// The command that runs it; `words` follow the name of its non-secure program. On the host the secure log is the
/// standard error output.
struct Start {
  std::vector<std::string> command;
  std::string error_file;  // for the standard error output
};
Start start_of(const System& system, const std::vector<std::string>& words);

}  // namespace postern::runner
