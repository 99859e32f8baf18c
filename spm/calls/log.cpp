// SPDX-License-Identifier: Apache-2.0

// The text of partitions on the secure log.
//
// Each line of a partition begins with a space, no line of the SPM does, and only printable text gets through. So no
// partition can forge a line of the SPM, such as the report of a panic.
#include <array>
#include <optional>

#include "spm/calls/calls.hpp"
#include "spm/log_line.hpp"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"

namespace spm::calls {
namespace {

/// Writes one byte, or its number in hexadecimal. Returns the length of the text.
std::size_t say(char byte) {
  constexpr char kFirstPrintable = ' ';
  constexpr char kLastPrintable = '~';
  if (byte == '\t' || (byte >= kFirstPrintable && byte <= kLastPrintable)) {
    port::log(std::array{byte, '\0'}.data());
    return 1;
  }
  constexpr const char* kDigits = "0123456789ABCDEF";
  const auto number = static_cast<unsigned char>(byte);
  const std::array text{'\\', 'x', kDigits[number >> 4U], kDigits[number & 0xFU], '\0'};
  port::log(text.data());
  return text.size() - 1;
}

/// Writes one byte for this partition. Returns how many bytes the device has taken for it.
std::size_t say(const Partition& partition, char byte) {
  if (byte == '\r') {
    return 0;  // every line ends with one anyway
  }
  go_on_with_line_of(partition);
  if (byte == '\n') {
    begin_line();
    return 1;
  }
  return say(byte);
}

}  // namespace

std::size_t log(Partition& partition, Claim text) {
  constexpr std::size_t kPiece = 16;  // a non-secure interrupt waits until the device has taken them
  if (text.is_empty()) {
    return 0;
  }
  const std::optional<Source> source = readable(partition, text);
  if (!source) {
    panic(partition, rule(Area::ext, 2));
  }
  std::size_t done = 0;
  for (std::size_t said = 0; done < text.length && done < kPiece && said < kPiece; ++done) {
    std::byte byte{};
    copy(own_byte(byte), source->from(done).first(1));
    said += say(partition, static_cast<char>(byte));
  }
  return done;
}

}  // namespace spm::calls
