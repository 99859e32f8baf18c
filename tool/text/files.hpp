// Output files.
#pragma once

#include <filesystem>
#include <string>

namespace postern {

/// Leaves a file alone that has this text already, so that nothing that depends on it is built again. Makes folders
/// that are missing. False when the file cannot be written.
[[nodiscard]] bool write_if_changed(const std::filesystem::path& path, const std::string& text);

}  // namespace postern
