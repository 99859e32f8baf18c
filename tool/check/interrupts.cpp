// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <map>

#include "check/rules.hpp"

namespace postern::rules {

namespace {

void check_owner(const Located<unsigned>& source, const Board& board, Diagnostics& diagnostics) {
  if (!board.non_secure_interrupts.contains(source.value)) {
    return;
  }
  std::string lines;
  for (const unsigned line : board.non_secure_interrupts) {
    lines += fmt::format("{}{}", lines.empty() ? "" : ", ", line);
  }
  diagnostics.error(source.at, fmt::format("the interrupt {} cannot be a partition's: the board `{}` gives it to the "
                                           "non-secure world; one from 0 to {} except {} is expected",
                                           source.value, board.name, board.interrupt_count - 1, lines));
}

}  // namespace

void check_interrupts(const System& system, const Board& board, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MIRQ-9");
  std::map<unsigned, Position> sources;
  for (const Manifest& manifest : system.manifests) {
    for (const Interrupt& interrupt : manifest.interrupts) {
      if (!interrupt.source) {
        continue;
      }
      check_owner(*interrupt.source, board, diagnostics);
      const auto [first, is_new] = sources.emplace(interrupt.source->value, interrupt.source->at);
      if (is_new) {
        continue;
      }
      diagnostics.error(
          interrupt.source->at,
          fmt::format("the interrupt {} is used twice; each interrupt line has one owner", interrupt.source->value));
      diagnostics.note(first->second, "the first one is here");
    }
  }
}

}  // namespace postern::rules
