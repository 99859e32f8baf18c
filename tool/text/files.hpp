// SPDX-License-Identifier: Apache-2.0

// Writes output files.
#pragma once

#include <filesystem>
#include <string>

namespace postern {

/// Writes the file unless it already has this text, so that nothing that depends on it is built again. Creates missing
/// folders. False when the file cannot be written.
[[nodiscard]] bool write_if_changed(const std::filesystem::path& path, const std::string& text);

}  // namespace postern
