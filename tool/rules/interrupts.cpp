#include <fmt/format.h>

#include <map>

#include "rules/rules.hpp"

namespace postern::rules {

void check_interrupts(const System& system, Diagnostics& diagnostics) {
  std::map<unsigned, Position> sources;
  for (const Manifest& manifest : system.manifests) {
    for (const Interrupt& interrupt : manifest.interrupts) {
      if (!interrupt.source) {
        continue;
      }
      const auto [first, is_new] = sources.emplace(interrupt.source->value, interrupt.source->at);
      if (is_new) {
        continue;
      }
      diagnostics.error(interrupt.source->at, fmt::format("the interrupt {} is used twice; each source has one owner",
                                                          interrupt.source->value));
      diagnostics.note(first->second, "the first is here");
    }
  }
}

}  // namespace postern::rules
