// SPDX-License-Identifier: Apache-2.0

#include "fuzz/grammar.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "compile.hpp"

namespace postern::fuzz {

namespace {

using Choices = std::initializer_list<std::string_view>;

// Parts of names: of C, of the headers, of the generated code, and harmless ones.
constexpr std::array<std::string_view, 48> kParts{
    "A",     "BE",  "Gamma", "delta", "SID",   "PID",  "HANDLE", "VERSION", "SIGNAL",  "MODEL", "IPC",       "SFN",
    "PSA",   "TFM", "psa",   "tfm",   "spm",   "main", "init",   "int",     "int32_t", "UINT8", "MAX",       "FILE",
    "errno", "EOF", "NULL",  "std",   "agent", "idle", "kernel", "system",  "port",    "board", "call",      "msg",
    "t",     "H",   "x1",    "_",     "linux", "unix", "asm",    "log",     "entry",   "stack", "namespace", "assert"};

class Grammar {
 public:
  explicit Grammar(std::uint64_t seed) : mutator_(seed) {}

  System system() {
    System system;
    system.backend = one_in(3) ? "SFN" : "IPC";
    system.level = system.backend == "SFN" ? "1" : std::to_string(1 + below(3));
    is_sfn_ = system.backend == "SFN";
    std::string list = "description: random\ntype: manifest_list\nmanifest_list:\n";
    const std::size_t count = 1 + below(one_in(8) ? 12 : 4);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string file = fmt::format("{}{}.yaml", one_in(12) ? lower(name()) : "file", i);
      list += fmt::format("  - description: one\n    manifest: {}\n", file);
      list += one_in(2) ? fmt::format("    pid: {}\n", pid()) : "";
      list += one_in(4) ? "    non_ffm_attributes: [weak_dependencies]\n" : "";
      system.texts[file] = manifest(list.ends_with("[weak_dependencies]\n"));
    }
    system.texts["list.yaml"] = list;
    return system;
  }

 private:
  std::size_t below(std::size_t bound) { return mutator_.below(bound); }
  bool one_in(std::size_t times) { return below(times) == 0; }
  std::string any(Choices choices) { return std::string(choices.begin()[below(choices.size())]); }

  static std::string lower(std::string text) {
    for (char& c : text) {
      c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
  }

  // Mostly a name of its own; sometimes any.
  std::string name() {
    std::string text;
    for (std::size_t parts = 1 + below(3); parts != 0; --parts) {
      text += fmt::format("{}{}", text.empty() ? "" : "_", kParts[below(kParts.size())]);
    }
    return one_in(16) ? text : fmt::format("{}_N{}", text, number_++);
  }

  std::string pid() {
    return one_in(20) ? any({"3", "255", "256", "2999", "5999", "6000", "0x7FFFFFFF", "2", "0"})
                      : fmt::format("{}", 300 + number_++);
  }
  std::string number() {
    return any({"0", "1", "32", "\"0x100\"", "0x7FFFFFFF", "0x80000000", "0xFFFFFFFF", "0x100000000", "4096"});
  }
  std::string sid() { return one_in(10) ? number() : fmt::format("\"{:#010x}\"", 0x1000 + number_++); }
  std::string boolean() { return any({"true", "false", "True", "FALSE"}); }
  std::string stack() {
    return any(
        {"0x400", "\"0x1000\"", "1024", "0x300 + 8", "(1 << 10)", "2 * 600", "SOME_STACK", "1", "0", "0x80000000"});
  }

  std::string manifest(bool has_weak) {
    const bool is_1_0 = !is_sfn_ && one_in(4);
    const std::string model = is_1_0 ? "IPC" : is_sfn_ ? any({"SFN", "SFN", "dual"}) : any({"IPC", "SFN", "dual"});
    std::string text =
        fmt::format("psa_framework_version: {}\nname: {}\ntype: {}\npriority: {}\n", is_1_0 ? "1.0" : "1.1", name(),
                    any({"PSA-ROT", "APPLICATION-ROT"}), any({"HIGH", "NORMAL", "LOW"}));
    text += is_1_0 && one_in(2) ? "" : fmt::format("model: {}\n", model);
    text += model != "SFN" || one_in(8) ? fmt::format("entry_point: {}\n", lower(name())) : "";
    text += model != "IPC" && one_in(2) ? fmt::format("entry_init: {}\n", lower(name())) : "";
    text += fmt::format("stack_size: {}\n", one_in(8) ? stack() : "0x400");
    text += one_in(4) ? fmt::format("heap_size: {}\n", one_in(6) ? number() : "512") : "";
    text += services(is_1_0) + interrupts(is_1_0) + regions();
    text += one_in(3) ? names("dependencies") : "";
    return text + (has_weak && one_in(2) ? names("weak_dependencies") : "");
  }

  std::string services(bool is_1_0) {
    std::string text;
    for (std::size_t count = one_in(20) ? 26 + below(4) : 1 + below(3) - (one_in(8) ? 1 : 0); count != 0; --count) {
      services_.push_back(name());
      text +=
          fmt::format("  - name: {}\n    sid: {}\n    non_secure_clients: {}\n", services_.back(), sid(), boolean());
      text += !is_1_0 ? fmt::format("    connection_based: {}\n", boolean()) : "";
      text += one_in(6) ? fmt::format("    version: {}\n", one_in(8) ? number() : any({"1", "2", "255", "255", "256"}))
                        : "";
      text += one_in(3) ? fmt::format("    version_policy: {}\n", any({"STRICT", "RELAXED"})) : "";
      text += one_in(6) ? fmt::format("    stateless_handle: {}\n",
                                      one_in(8) ? any({"33", "0"}) : any({"auto", "1", "32", "7", "9", "20"}))
                        : "";
      text += one_in(6) ? fmt::format("    mm_iovec: {}\n", any({"enable", "disable"})) : "";
    }
    return text.empty() ? "" : "services:\n" + text;
  }

  std::string interrupts(bool is_1_0) {
    if (!one_in(6)) {
      return "";
    }
    const std::string source = one_in(8)   ? any({"124", "32", "TIMER9"})
                               : one_in(3) ? any({"TIMER0", "TEST_LINE", "0", "123"})
                                           : fmt::format("{}", 40 + below(80));
    const std::string rest = is_1_0 ? fmt::format("signal: {}", name())
                                    : fmt::format("name: {}\n    handling: {}", name(), any({"FLIH", "SLIH"}));
    return fmt::format("irqs:\n  - source: {}\n    {}\n", source, rest);
  }

  std::string regions() {
    if (!one_in(6)) {
      return "";
    }
    const std::string where = one_in(4) ? fmt::format("base: {}\n    size: {}", any({"0x50010000", "0", "0xFFFFFFE0"}),
                                                      any({"32", "0x2000", "0x100000000", "33"}))
                                        : "name: " + any({"UART1", "TIMER1"});
    return fmt::format("mmio_regions:\n  - {}\n    permission: {}\n", where, any({"READ-ONLY", "READ-WRITE"}));
  }

  std::string names(const char* key) {
    const std::string used = services_.empty() || one_in(20) ? name() : services_[below(services_.size())];
    return fmt::format("{}: [{}]\n", key, used);
  }

  Mutator mutator_;
  unsigned number_ = 0;
  bool is_sfn_ = false;
  std::vector<std::string> services_;
};

std::string read(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

System random_system(std::uint64_t seed) { return Grammar(seed).system(); }

GeneratedCode::GeneratedCode(std::filesystem::path root, std::filesystem::path directory)
    : root_(std::move(root)), directory_(std::move(directory)) {}

// The tables with the kernel's checks of them, the headers as a client and as each partition includes them, and what
// each partition is linked with.
std::string GeneratedCode::compile() const {
  namespace fs = std::filesystem;
  const fs::path out = directory_ / "out";
  std::string all = "#include \"psa/client.h\"\n#include \"psa_manifest/sid.h\"\n#include \"psa_manifest/pid.h\"\n";
  std::string sources;
  for (const fs::directory_entry& partition : fs::directory_iterator(out / "partitions")) {
    sources += " '" + (partition.path() / "storage.c").string() + "'";
  }
  for (const fs::directory_entry& header : fs::directory_iterator(out / "include" / "psa_manifest")) {
    const std::string name = header.path().filename().string();
    const std::string own = (directory_ / ("own_" + name + ".c")).string();
    std::ofstream(own) << "#include <stdint.h>\n#include \"psa/service.h\"\n"
                       << all << "#include \"psa_manifest/" << name
                       << "\"\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <errno.h>\n";
    sources += " '" + own + "'";
  }
  const std::string flags = fmt::format(
      "-mcpu=cortex-m33 -mcmse -fsyntax-only -Werror -I'{0}' -I'{0}/include' -I'{0}/port/armv8m' "
      "-I'{0}/board/arm/mps2/an521' -I'{1}' -I'{1}/include'",
      root_.string(), out.string());
  const std::string command = fmt::format(
      "(arm-none-eabi-g++ -std=c++23 {0} '{1}/spm/system_check.cpp' && arm-none-eabi-gcc -std=c11 -Wall {0}{2}) "
      ">'{3}/messages' 2>&1",
      flags, root_.string(), sources, directory_.string());
  return std::system(command.c_str()) == 0 ? ""
                                           : "what is generated does not compile:\n" + read(directory_ / "messages");
}

GeneratedCode::Answer GeneratedCode::of(const System& system, bool is_compiled) const {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
    std::filesystem::remove_all(entry, ignored);
  }
  std::ofstream(directory_ / "board.yaml") << seeds().at("board.yaml");
  for (const auto& [name, text] : system.texts) {
    std::ofstream(directory_ / name, std::ios::binary) << text;
  }
  Invocation invocation = invocation_of(directory_);
  invocation.board_extras.clear();
  invocation.options.backend = system.backend;
  invocation.options.level = system.level;
  try {
    Compilation compilation = postern::compile(invocation);
    Answer answer{!compilation.diagnostics.has_errors(), judge(compilation)};
    if (answer.problem.empty() && answer.is_accepted && is_compiled) {
      answer.problem = write_files(compilation.files, compilation.diagnostics) ? compile() : "cannot write";
    }
    return answer;
  } catch (const std::exception& problem) {
    return {false, fmt::format("an exception escapes: {}", problem.what())};
  }
}

}  // namespace postern::fuzz
