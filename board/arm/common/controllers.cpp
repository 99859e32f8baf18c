// SPDX-License-Identifier: Apache-2.0

#include "board/arm/common/controllers.hpp"

#include "board.hpp"
#include "boundaries.hpp"
#include "in_image.hpp"
#include "registers.hpp"

namespace board {
namespace {

namespace reg = port::registers;

void set(port::Boundaries& boundaries, const RegisterRun& run, std::uintptr_t address) {
  // A register that is only written may mean something else when it is read, and one that is only compared is not ours.
  if (boundaries.is_write() ? run.written == 0 : run.kept == 0) {
    return;
  }
  const std::uint32_t others = run.written == port::kWholeWord ? 0 : reg::read(address) & ~run.written;
  boundaries.set(address, run.value | others, run.kept);
}

}  // namespace

void set_described(port::Boundaries& boundaries) {
  for (const RegisterRun& run : port::in_image(kRegisterRuns)) {
    for (std::uint32_t i = 0; i < run.count; ++i) {
      set(boundaries, run, run.first + i * run.step);
    }
  }
}

}  // namespace board
