// SPDX-License-Identifier: Apache-2.0

#include "system.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <initializer_list>
#include <random>
#include <string_view>

namespace postern::runner {

namespace {

constexpr unsigned kSecureUart = 1;

/// Doubles commas, as QEMU's lists of options require.
std::string escaped(const std::string& word) {
  std::string text;
  for (const char letter : word) {
    text += letter == ',' ? ",," : std::string(1, letter);
  }
  return text;
}

}  // namespace

void write_seed(const System& system) {
  if (system.seed.empty()) {
    return;
  }
  constexpr std::string_view mark = "postern seed v1\n";
  std::array<char, 48> seed{};
  std::random_device device;
  std::generate(seed.begin(), seed.end(), [&] { return static_cast<char>(device()); });
  std::ofstream file(system.secure_log + kSeedFile, std::ios::trunc | std::ios::binary);
  file << mark;
  file.write(seed.data(), seed.size());
}

Start start_of(const System& system, const std::vector<std::string>& words) {
  if (!system.program.empty()) {
    Start start{{system.program}, system.secure_log};
    start.command.insert(start.command.end(), words.begin(), words.end());
    return start;
  }
  std::string semihosting = "enable=on,target=native,arg=" + escaped(system.image);
  for (const std::string& word : words) {
    semihosting += ",arg=" + escaped(word);
  }
  const bool keeps_flash = !system.flash.empty();
  Start start{{"qemu-system-arm", "-M", system.machine + (keeps_flash ? ",memory-backend=flash" : "")},
              system.secure_log + kEmulatorLog};
  const auto add = [&](std::initializer_list<std::string> more) { start.command.insert(start.command.end(), more); };
  if (keeps_flash) {
    add({"-object", "memory-backend-file,id=flash,size=16M,share=on,mem-path=" + escaped(system.flash)});
  }
  for (const std::string& global : system.globals) {
    add({"-global", global});
  }
  add({"-display", "none", "-monitor", "none", "-icount", "shift=0,sleep=off", "-semihosting-config", semihosting});
  for (unsigned uart = 0; uart <= std::max(system.uart, kSecureUart); ++uart) {
    const std::string log = uart == kSecureUart ? "file:" + escaped(system.secure_log) : "null";
    add({"-serial", uart == system.uart ? "stdio" : log});
  }
  add({"-kernel", system.secure, "-device", "loader,file=" + escaped(system.non_secure)});
  if (!system.seed.empty()) {
    add({"-device", "loader,file=" + escaped(system.secure_log + kSeedFile) + ",force-raw=on,addr=" + system.seed});
  }
  if (!system.plugin.empty()) {
    add({"-plugin", system.plugin});
  }
  return start;
}

}  // namespace postern::runner
