// SPDX-License-Identifier: Apache-2.0

// Reads and writes whole files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace postern {

/// Writes the file unless it already has this text, so that nothing that depends on it is built again. Creates missing
/// folders. False when the file cannot be written; then no part of it is left.
[[nodiscard]] bool write_if_changed(const std::filesystem::path& path, const std::string& text);

/// The bytes of the stream, or the first `most` of them.
[[nodiscard]] std::string beginning_of(std::istream& stream, std::size_t most);

/// The bytes of the file, or as many as `most` and one more: a device may have no end. Nothing when it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& path, std::size_t most);

}  // namespace postern
