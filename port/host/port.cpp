// SPDX-License-Identifier: Apache-2.0

// Memory, the log and the end of a run, as spm/port_contract.hpp requires them.
#include "port.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>

#include "encoding/trace.hpp"
#include "port_internal.hpp"

// From image.ld: the three memory ranges of the non-secure program.
extern "C" {
extern const std::byte non_secure_text_start[];
extern const std::byte non_secure_text_end[];
extern const std::byte non_secure_constants_start[];
extern const std::byte non_secure_constants_end[];
extern const std::byte non_secure_ram_start[];
extern const std::byte non_secure_ram_end[];
}

namespace port {
namespace {

// In memory that a reset does not change.
[[gnu::section(".noinit")]] constinit spm::PanicRecord panic_record{};

// For `postern decode`: the lines on the log have ids only. On a device the audit record has the names.
[[gnu::section(".postern.names"), gnu::used]] constexpr std::array kNames = std::to_array(spm::system::kNames);

spm::Range range_of(const std::byte* start, const std::byte* end, bool writable) {
  return {reinterpret_cast<std::uintptr_t>(start), reinterpret_cast<std::uintptr_t>(end) - 1, writable};
}

}  // namespace

std::span<const spm::Range> non_secure_memory() {
  static const std::array ranges{range_of(non_secure_ram_start, non_secure_ram_end, true),
                                 range_of(non_secure_constants_start, non_secure_constants_end, false),
                                 range_of(non_secure_text_start, non_secure_text_end, false)};
  return ranges;
}

bool is_non_secure_memory(std::uintptr_t address, std::size_t length, bool writing) {
  return std::ranges::any_of(non_secure_memory(), [=](const spm::Range& range) {
    return (range.writable || !writing) && address >= range.first && address <= range.last &&
           length - 1 <= range.last - address;
  });
}

void copy(std::byte* to, const std::byte* from, std::size_t count) { std::memmove(to, from, count); }

void clear(std::byte* memory, std::size_t size) { std::memset(memory, 0, size); }

spm::PanicRecord& record() { return panic_record; }

void stop(const spm::PanicRecord& record) {
  std::fflush(stdout);
  _exit(record.in_a_row < spm::system::kResetLoopLimit ? kPanicExit : kLoopExit);
}

void halt() {
  std::fflush(stdout);
  _exit(kLoopExit);
}

std::uint32_t ticks() {
  using namespace std::chrono;
  const auto now = duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
  return static_cast<std::uint32_t>(now) % (1U << encoding::kTraceTimeBits);
}

void log(const char* text) {
  const std::size_t size = std::strlen(text);
  for (std::size_t done = 0; done < size;) {
    const ssize_t count = write(STDERR_FILENO, text + done, size - done);
    if (count <= 0) {
      return;
    }
    done += static_cast<std::size_t>(count);
  }
}

}  // namespace port
