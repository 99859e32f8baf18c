// SPDX-License-Identifier: Apache-2.0

// Finds the panic record in a line of a secure log. encoding/panic_record.hpp has its layout; the kernel prints every
// word of it in hexadecimal (spm/panic.cpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "encoding/panic_record.hpp"

namespace postern::decode {

/// The record that a line has, or nothing. Throws std::runtime_error for a record of another version, and for one that
/// is damaged: a part of a line is worse than none. It begins the line, where no partition can write.
[[nodiscard]] std::optional<encoding::PanicRecord> record_in(std::string_view line);

}  // namespace postern::decode
