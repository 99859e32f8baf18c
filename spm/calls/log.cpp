// What partitions say on the secure log.
#include <algorithm>
#include <array>
#include <span>

#include "spm/calls/calls.hpp"
#include "spm/memory.hpp"
#include "spm/port_contract.hpp"

namespace spm::calls {

std::size_t log(Partition& partition, Claim text) {
  constexpr std::size_t kPiece = 16;  // a non-secure interrupt waits until the device has taken them
  if (text.is_empty()) {
    return 0;
  }
  if (!may_read(partition, text.address, text.length)) {
    panic(partition, rule(Area::ext, 2));
  }
  const std::size_t piece = std::min(text.length, kPiece);
  std::array<char, kPiece + 1> copied;
  copied[piece] = '\0';
  copy(std::as_writable_bytes(std::span(copied)).data(), source(text.address), piece);
  port::log(copied.data());
  return piece;
}

}  // namespace spm::calls
