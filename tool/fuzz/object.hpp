// SPDX-License-Identifier: Apache-2.0

// Random faults in object files and images, and what must hold for the commands that read them: each returns, or says
// with an exception, which main.cpp prints, that the file is wrong.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace postern::fuzz {

/// The object with a few wrong bytes, more of them in its headers than elsewhere, or cut off.
[[nodiscard]] std::string broken_object(std::string object, std::uint64_t seed);

/// Reads the object with the commands of a link and with the audit. `path` is a file for it, to be overwritten.
/// What was wrong; empty when nothing. A crash ends the program.
[[nodiscard]] std::string answer_to_object(const std::string& object, const std::filesystem::path& path);

}  // namespace postern::fuzz
