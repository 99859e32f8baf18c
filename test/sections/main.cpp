// SPDX-License-Identifier: Apache-2.0

// Every kind of section in two partitions at once: built with the project's own CMake, run on QEMU, and checked by the
// partitions themselves. Then every kind that a partition cannot have: the link refuses it by name.
//
//   sections_test TREE POSTERN [PLATFORM-BACKEND-LEVEL...]
//
// It prints "ok ..." and "FAILED ..." lines.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "../support/process.hpp"
#include "kinds.hpp"
#include "tree.hpp"

namespace sections {
namespace {

namespace fs = std::filesystem;
using postern::testing::Outcome;
using postern::testing::run;

const std::vector<Configuration>& configurations() {
  static const std::vector<Configuration> all{
      {"arm/mps2/an521", "mps2-an521", "IPC", 3}, {"arm/mps2/an521", "mps2-an521", "IPC", 2},
      {"arm/mps2/an521", "mps2-an521", "IPC", 1}, {"arm/mps2/an521", "mps2-an521", "SFN", 1},
      {"arm/mps2/an505", "mps2-an505", "IPC", 3}, {"arm/mps3/an547", "mps3-an547", "IPC", 3}};
  return all;
}

std::string name_of(const Configuration& configuration) {
  return fmt::format("{}-{}-l{}", fs::path(configuration.platform).filename().string(), configuration.backend,
                     configuration.level);
}

std::string tail(const std::string& text, std::size_t most = 1500) {
  return text.size() <= most ? text : text.substr(text.size() - most);
}

/// All matches of the pattern, its two groups as one line "first second".
std::string pairs_in(const std::string& text, const char* pattern) {
  const std::regex expression(pattern);
  std::string found;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match) {
    found += (*match)[1].str() + " " + (*match)[2].str() + "\n";
  }
  return found;
}

class Trial {
 public:
  Trial(fs::path tree, fs::path postern, fs::path scratch, const Configuration& configuration)
      : tree_(std::move(tree)),
        postern_(std::move(postern)),
        sources_(scratch / ("sources-" + name_of(configuration))),
        build_(scratch / name_of(configuration)),
        configuration_(configuration) {}

  [[nodiscard]] bool builds() {
    write_tree(sources_, configuration_);
    const Outcome configured =
        run(fmt::format("cmake -S {} -B {} -G Ninja -DTFM_PLATFORM={} -DCONFIG_TFM_SPM_BACKEND={} "
                        "-DTFM_ISOLATION_LEVEL={} -DPOSTERN_TOOL={} -DTFM_EXTRA_PARTITION_PATHS={}",
                        tree_.string(), build_.string(), configuration_.platform, configuration_.backend,
                        configuration_.level, postern_.string(), sources_.string()));
    const Outcome built = configured.status == 0 ? make("sections_ns") : configured;
    result(built.status == 0, "two partitions with every kind of section are linked", built.text);
    return built.status == 0;
  }

  void boots() {
    const fs::path secure = build_ / "secure.log";
    const fs::path image = build_ / "sections";
    const Outcome outcome = run(fmt::format(
        "ulimit -c 0; timeout 120 qemu-system-arm -M {} -display none -monitor none -icount "
        "shift=0,sleep=off -semihosting-config enable=on,target=native -serial stdio -serial file:{} "
        "-kernel {}_s.elf -device loader,file={}_ns.elf",
        configuration_.machine, secure.string(), (image / "sections").string(), (image / "sections").string()));
    std::istringstream lines(outcome.text);
    for (std::string line; std::getline(lines, line);) {
      line.erase(std::remove(line.begin(), line.end(), '\r'), line.end());
      if (line.starts_with("ok ") || line.starts_with("FAILED ")) {
        fmt::print("{}\n", line.insert(line.find(' ') + 1, name_of(configuration_) + ": "));
      } else if (line.starts_with("in ")) {
        fmt::print("{}\n", line);
      }
    }
    result(outcome.text.find("\nEND") != std::string::npos, "it comes to its end", tail(outcome.text));
    compare_faults(outcome.text, run(fmt::format("{} decode --lines {}_s.elf {}", postern_.string(),
                                                 (image / "sections").string(), secure.string()))
                                     .text);
  }

  void compare_faults(const std::string& output, const std::string& logged) {
    if (configuration_.level == 1) {
      return;
    }
    const std::string expected = pairs_in(output, "expect-fault (\\w+) MMFAR (0x[0-9A-F]+)");
    const std::string seen =
        pairs_in(logged, "restarted after a panic: (\\w+) id 0x[0-9A-F]+ fault at .* MMFAR (0x[0-9A-F]+)");
    result(!expected.empty() && expected == seen, "neither partition reads anything of the other",
           "expected:\n" + expected + "seen:\n" + seen);
  }

  void is_audited() {
    const Outcome outcome =
        run(fmt::format("{} audit {} >/dev/null", postern_.string(), (build_ / "sections/sections_s.elf").string()));
    result(outcome.status == 0, "the audit finds an owner for every byte", outcome.text);
  }

  void refuses(const Refused& kind) {
    write_odd(sources_, kind.suffix, kind.text);
    const Outcome outcome = make("sections/partitions/ONE.o");
    const std::string object = fmt::format("odd_{0}.{0}.obj", kind.suffix);
    const std::string pattern = fmt::format("error: partition ONE: section `{}` of [^\n]*{}: ", kind.section, object);
    result(outcome.status != 0 && std::regex_search(outcome.text, std::regex(pattern)),
           fmt::format("{} is refused by name", kind.name), tail(outcome.text));
    write_odd(sources_, kind.suffix);
  }

 private:
  [[nodiscard]] Outcome make(const std::string& target) const {
    return run(fmt::format("ninja -C {} {}", build_.string(), target));
  }

  void result(bool is_good, const std::string& name, const std::string& evidence) const {
    fmt::print("{} {}: {}\n", is_good ? "ok" : "FAILED", name_of(configuration_), name);
    if (!is_good) {
      fmt::print("{}\n", tail(evidence));
    }
    std::fflush(stdout);
  }

  fs::path tree_;
  fs::path postern_;
  fs::path sources_;
  fs::path build_;
  Configuration configuration_;
};

void try_all(const fs::path& tree, const fs::path& postern, const std::vector<std::string>& wanted) {
  const fs::path scratch = fs::temp_directory_path() / fmt::format("postern-sections-{}", getpid());
  bool are_refusals_tried = false;
  for (const Configuration& configuration : configurations()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), name_of(configuration)) == wanted.end()) {
      continue;
    }
    Trial trial(tree, postern, scratch, configuration);
    if (trial.builds()) {
      trial.boots();
      trial.is_audited();
    }
    for (const Refused& kind : are_refusals_tried ? std::vector<Refused>{} : refused()) {
      trial.refuses(kind);
    }
    are_refusals_tried = true;
  }
  fs::remove_all(scratch);
}

}  // namespace
}  // namespace sections

int main(int count, char** arguments) {
  if (count < 3) {
    std::fputs("usage: sections_test TREE POSTERN [PLATFORM-BACKEND-LEVEL...]\n", stderr);
    return 1;
  }
  sections::try_all(arguments[1], arguments[2], {arguments + 3, arguments + count});
  return 0;
}
