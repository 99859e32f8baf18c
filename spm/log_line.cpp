// SPDX-License-Identifier: Apache-2.0

// Lines of the secure log.
#include "spm/log_line.hpp"

#include <array>
#include <cstdint>

#include "spm/port_contract.hpp"

namespace spm {
namespace {

/// The partition that has begun a line and not ended it, or nullptr.
constinit const Partition* writer = nullptr;

[[gnu::noinline]] void put(unsigned character) { port::log(std::array{static_cast<char>(character), '\0'}.data()); }

}  // namespace

void say(const char* text, const std::byte* words) {
  constexpr unsigned kDigit = 4;
  constexpr unsigned kLetters = 'A' - '9' - 1;
  begin_line();
  for (; *text != '\0'; ++text) {
    if (*text != '#') {
      put(static_cast<unsigned char>(*text));
      continue;
    }
    for (unsigned i = 2 * sizeof(std::uint32_t); i-- != 0;) {
      const auto byte = std::to_integer<unsigned>(words[i / 2]);
      const unsigned digit = (i % 2 != 0 ? byte >> kDigit : byte) & 0xFU;
      put('0' + digit + (digit > 9 ? kLetters : 0));
    }
    words += sizeof(std::uint32_t);
  }
}

void begin_line() {
  if (writer != nullptr) {
    port::log("\r\n");
    writer = nullptr;
  }
}

void go_on_with_line_of(const Partition& partition) {
  if (writer != &partition) {
    begin_line();
    port::log(" ");
    writer = &partition;
  }
}

}  // namespace spm
