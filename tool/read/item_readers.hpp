// SPDX-License-Identifier: Apache-2.0

// Reads the items of a manifest's lists for manifest_reader.cpp: services (rules SVC), MMIO regions (MMIO) and
// interrupts (MIRQ).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/board.hpp"
#include "model/manifest.hpp"
#include "read/yaml_reader.hpp"
#include "text/diagnostics.hpp"

namespace postern {

struct ItemContext {
  FrameworkVersion version;
  const Board& board;
  Diagnostics& diagnostics;
};

[[nodiscard]] Service read_service(const Value& value, const ItemContext& context);
[[nodiscard]] MmioRegion read_mmio_region(const Value& value, const ItemContext& context);
[[nodiscard]] Interrupt read_interrupt(const Value& value, const ItemContext& context);
/// A 32-bit negative number, also written as unsigned hexadecimal with the top bit set (MAN-15).
[[nodiscard]] std::optional<Located<std::int32_t>> read_client_id(const Value* value, std::string_view what,
                                                                  Diagnostics& diagnostics);

}  // namespace postern
