// SPDX-License-Identifier: Apache-2.0

// The machine: power-on, memory that survives a reset, and the reset.
//
// A panic ends the process. A non-secure program with variables in the section .noinit gets a reset instead: it runs in
// a child process that shares this memory, and is started again after a panic. With POSTERN_NO_RESET in the environment
// every program runs in this process and ends at its first panic.
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "port_internal.hpp"
#include "spm/panic.hpp"

/// Memory that survives a reset, in whole pages.
struct KeptMemory {
  std::byte* start;
  std::byte* end;
};

// Tables in image.ld.
extern "C" {
extern const KeptMemory kept_memory;
extern const KeptMemory non_secure_kept_memory;
extern std::byte* const stack_guards_start[];
extern std::byte* const stack_guards_end[];

/// The sanitizers ask for their options before anything else runs. The port handles faults itself, even those that only
/// a device would take; the stack of a fibre is a real one; and nothing is freed before the end.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name is the sanitizer's
const char* __asan_default_options() {
  return "detect_stack_use_after_return=0:detect_leaks=0:handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:"
         "allow_user_segv_handler=1:abort_on_error=0";
}
}

namespace port {
namespace {

constexpr std::size_t kPageSize = 4096;

void share(const KeptMemory& kept) {
  const auto size = static_cast<std::size_t>(kept.end - kept.start);
  void* const memory = mmap(kept.start, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  POSTERN_INVARIANT(memory == kept.start);
}

void guard_stacks() {
  for (std::byte* const* guard = stack_guards_start; guard != stack_guards_end; ++guard) {
    POSTERN_INVARIANT(mprotect(*guard, kPageSize, PROT_NONE) == 0);
  }
}

bool survives_reset() {
  return !spm::system::kHaltOnPanic && non_secure_kept_memory.start != non_secure_kept_memory.end &&
         std::getenv("POSTERN_NO_RESET") == nullptr;
}

/// Returns in every child; the parent ends with the status of the last one.
void reset_after_panics() {
  share(kept_memory);
  share(non_secure_kept_memory);
  for (;;) {
    const pid_t child = fork();
    POSTERN_INVARIANT(child >= 0);
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      return;
    }
    int status = 0;
    POSTERN_INVARIANT(waitpid(child, &status, 0) == child);
    if (WIFSIGNALED(status)) {
      std::_Exit(128 + WTERMSIG(status));
    }
    if (WEXITSTATUS(status) != kPanicExit) {
      std::_Exit(WEXITSTATUS(status));
    }
  }
}

}  // namespace
}  // namespace port

int main() {
  if (port::survives_reset()) {
    port::reset_after_panics();
  }
  port::keep_images();
  port::guard_stacks();
  port::catch_faults();
  port::run();
}
