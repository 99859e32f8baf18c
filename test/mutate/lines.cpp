// SPDX-License-Identifier: Apache-2.0

#include "lines.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace mutate {
namespace {

/// spm::ipc::enter(int) [clone .isra.0] -> enter
std::string last_name(std::string name) {
  const std::string unnamed = "(anonymous namespace)::";
  for (std::size_t at = name.find(unnamed); at != std::string::npos; at = name.find(unnamed)) {
    name.erase(at, unnamed.size());
  }
  name = name.substr(0, name.find_first_of("(<["));
  while (name.ends_with(' ')) {
    name.pop_back();
  }
  name = name.substr(name.rfind(':') + 1);
  return name.substr(name.rfind(' ') + 1);
}

std::vector<std::string> output_of(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) {
    throw std::runtime_error("cannot run " + command);
  }
  std::vector<std::string> lines(1);
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr) {
    lines.back() += buffer.data();
    if (lines.back().ends_with('\n')) {
      lines.back().pop_back();
      lines.emplace_back();
    }
  }
  lines.pop_back();
  return lines;
}

}  // namespace

std::vector<std::vector<Line>> lines_of(const std::string& elf, const std::vector<std::uint32_t>& addresses) {
  const std::string asked = elf + ".addresses-" + std::to_string(getpid());
  std::ofstream stream(asked);
  for (const std::uint32_t address : addresses) {
    stream << std::hex << "0x" << address << '\n';
  }
  stream.close();
  const auto words = output_of("arm-none-eabi-addr2line -a -f -i -C -e '" + elf + "' <'" + asked + "'");
  std::filesystem::remove(asked);
  // The output has each address, then pairs of function and line, the innermost first.
  std::vector<std::vector<Line>> lines;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].starts_with("0x")) {
      lines.emplace_back();
    } else if (i + 1 < words.size() && !lines.empty()) {
      const std::string& place = words[i + 1];
      const std::size_t colon = place.rfind(':');
      lines.back().push_back({std::filesystem::path(place.substr(0, colon)).lexically_normal().string(),
                              static_cast<unsigned>(std::strtoul(place.c_str() + colon + 1, nullptr, 10)),
                              last_name(words[i])});
      ++i;
    }
  }
  if (lines.size() != addresses.size()) {
    throw std::runtime_error("addr2line does not answer for " + elf);
  }
  return lines;
}

}  // namespace mutate
