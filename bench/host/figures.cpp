// SPDX-License-Identifier: Apache-2.0

#include "figures.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace postern::bench {

const Figure* find(const Figures& figures, const std::string& name) {
  const auto found = std::ranges::find(figures, name, &Figure::name);
  return found == figures.end() ? nullptr : &*found;
}

// JSON is YAML, so the YAML reader is used.
Figures read_figures(const std::string& path) {
  Figures figures;
  for (const auto& row : YAML::LoadFile(path)["figures"]) {
    figures.push_back({row["name"].as<std::string>(), row["value"].as<std::int64_t>(), row["unit"].as<std::string>()});
  }
  return figures;
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) {
    throw std::runtime_error(fmt::format("cannot write {}", path));
  }
}

std::string to_json(const Figures& figures) {
  std::string text = "{\"figures\":[\n";
  for (const Figure& figure : figures) {
    text += fmt::format("{{\"name\":\"{}\",\"value\":{},\"unit\":\"{}\"}}{}\n", figure.name, figure.value, figure.unit,
                        &figure == &figures.back() ? "" : ",");
  }
  return text + "]}\n";
}

Profile read_profile(const std::string& path) {
  Profile profile;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string name;
    std::string function;
    std::int64_t count = 0;
    words >> name >> count >> std::ws;
    std::getline(words, function);
    profile[name][function] = count;
  }
  return profile;
}

std::string to_text(const Profile& profile) {
  std::string text;
  for (const auto& [name, functions] : profile) {
    std::vector<std::pair<std::int64_t, std::string>> rows;
    for (const auto& [function, count] : functions) {
      rows.emplace_back(-count, function);
    }
    std::ranges::sort(rows);
    for (const auto& [count, function] : rows) {
      text += fmt::format("{} {} {}\n", name, -count, function);
    }
  }
  return text;
}

}  // namespace postern::bench
