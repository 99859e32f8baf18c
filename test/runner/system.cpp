#include "system.hpp"

namespace postern::runner {

namespace {

/// In a list of options of QEMU a comma stands twice.
std::string escaped(const std::string& word) {
  std::string text;
  for (const char letter : word) {
    text += letter == ',' ? ",," : std::string(1, letter);
  }
  return text;
}

}  // namespace

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
  Start start{
      {"qemu-system-arm", "-M", system.machine, "-display", "none", "-monitor", "none", "-icount", "shift=0,sleep=off",
       "-semihosting-config", semihosting, "-serial", "stdio", "-serial", "file:" + escaped(system.secure_log),
       "-kernel", system.secure, "-device", "loader,file=" + escaped(system.non_secure)},
      ""};
  if (!system.plugin.empty()) {
    start.command.insert(start.command.end(), {"-plugin", system.plugin});
  }
  return start;
}

}  // namespace postern::runner
