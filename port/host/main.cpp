// The machine: power, memory that survives a reset, and the reset.
//
// A panic ends the process. A non-secure program that keeps something over a reset, which is one with variables in the
// section .noinit, gets one: it runs in a child process that shares this memory, and is started again after a panic.
// With POSTERN_NO_RESET in the environment every program runs in this process and ends with its first panic.
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "port_internal.hpp"
#include "spm/panic.hpp"

/// Memory that survives a reset, at the boundaries of pages.
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

/// The sanitizers ask for it before anything else runs. Faults are the port's own, also those that are only a fault for
/// the device; a fibre's stack is as real as any, and nothing is freed before the end.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name is theirs
const char* __asan_default_options();
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
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

/// Returns in every child; the parent ends as the last of them did.
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
  port::guard_stacks();
  port::catch_faults();
  port::run();
}
