// SPDX-License-Identifier: Apache-2.0

// Figures by name, and the file that keeps them: {"figures":[{"name":..,"value":..,"unit":..}]}.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace postern::bench {

struct Figure {
  std::string name;
  std::int64_t value;
  std::string unit;
};

using Figures = std::vector<Figure>;

/// What is measured: backend and isolation level.
inline constexpr std::array kConfigurations{"SFN.l1", "IPC.l1", "IPC.l2", "IPC.l3"};

[[nodiscard]] const Figure* find(const Figures& figures, const std::string& name);
[[nodiscard]] Figures read_figures(const std::string& path);
void write_text(const std::string& path, const std::string& text);
[[nodiscard]] std::string to_json(const Figures& figures);

/// Instructions of one call by function for each path, or bytes of an image.
using Profile = std::map<std::string, std::map<std::string, std::int64_t>>;

/// Reads a line for each function, `PATH COUNT OWNER FUNCTION`. A missing file is an empty profile.
[[nodiscard]] Profile read_profile(const std::string& path);
[[nodiscard]] std::string to_text(const Profile& profile);

}  // namespace postern::bench
