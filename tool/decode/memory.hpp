// SPDX-License-Identifier: Apache-2.0

// Secure memory as a debugger wrote it to a file: the record of a panic in it, and what the kernel has counted since
// boot. decode.cpp puts both in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "audit/image.hpp"
#include "audit/layout.hpp"
#include "decode/log_words.hpp"
#include "encoding/panic_record.hpp"

namespace postern::decode {

/// Bytes of memory, the first of which has this address.
struct Dump {
  std::uint32_t first = 0;
  std::string bytes;

  [[nodiscard]] bool contains(const audit::Span& span) const;
  /// Throws elf::Unreadable if a byte is not there.
  void read(std::uint32_t address, void* to, std::size_t size) const;
};

/// The record, if a panic left one and the dump has all of it.
[[nodiscard]] std::optional<encoding::PanicRecord> record_in(const Dump& dump, const audit::Layout& layout);

/// A line for each partition, or one that tells why there is none.
[[nodiscard]] std::string counters_in(const Dump& dump, const audit::Image& image, const audit::Layout& layout,
                                      const Names& names);

}  // namespace postern::decode
