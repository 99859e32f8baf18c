// SPDX-License-Identifier: Apache-2.0

// The command `runner`: runs one test program and judges it. CTest calls it for every image, and for one story alone.
//
//   runner image SYSTEM [--story NAME] [--results FILE --log FILE] [--seconds N] [WORD...]   all stories, or one
//   runner list SYSTEM                     the names of its stories
//   runner halts SYSTEM --partition NAME --rule ID [--line TEXT] [--panics N] [--results FILE --log FILE]
//   runner google|script [--results FILE --log FILE] PROGRAM [WORD...]
//   runner panics|words SECURE_LOG PROGRAM compares standard input with it, for scripts that boot images themselves
//   runner boot SYSTEM [WORD...]           becomes the system, with its output; judges nothing
//
// SYSTEM is --image NAME --secure-log FILE and either --machine NAME --secure ELF --non-secure ELF or --program FILE; a
// device may have --plugin TEXT, --globals "DRIVER.PROPERTY=VALUE ..." for properties of the machine, --uart N where
// its non-secure program does not print to the first one, --seed ADDRESS for a fresh seed of random numbers there, and
// --flash FILE for a machine of MPS2 that keeps its flash in that file when it ends.
// Words that begin with -- follow a word `--`. The exit status is 0 if all passed.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>

#include "judge.hpp"
#include "secure_log.hpp"
#include "system.hpp"

namespace postern::runner {

namespace {

struct Invocation {
  std::string what;
  std::map<std::string, std::string> options;
  std::vector<std::string> words;

  [[nodiscard]] std::string option(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? "" : found->second;
  }
};

Invocation parse(const std::vector<std::string>& arguments) {
  static const std::set<std::string> known = {
      "image",   "secure-log", "machine", "secure", "non-secure", "program", "plugin", "story", "results", "log",
      "seconds", "partition",  "rule",    "line",   "uart",       "globals", "panics", "seed",  "flash"};
  Invocation invocation;
  std::size_t i = 0;
  if (!arguments.empty()) {
    invocation.what = arguments[i++];
  }
  for (; i < arguments.size() && arguments[i].starts_with("--") && arguments[i] != "--"; i += 2) {
    const std::string name = arguments[i].substr(2);
    if (!known.contains(name) || i + 1 == arguments.size()) {
      throw std::invalid_argument(arguments[i] + " is no option, or has no value");
    }
    invocation.options[name] = arguments[i + 1];
  }
  i += i < arguments.size() && arguments[i] == "--" ? 1 : 0;
  invocation.words.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
  return invocation;
}

System system_of(const Invocation& invocation) {
  System system;
  system.image = invocation.option("image");
  system.machine = invocation.option("machine");
  std::istringstream globals(invocation.option("globals"));
  system.globals.assign(std::istream_iterator<std::string>(globals), {});
  system.secure = invocation.option("secure");
  system.non_secure = invocation.option("non-secure");
  system.program = invocation.option("program");
  system.plugin = invocation.option("plugin");
  system.seed = invocation.option("seed");
  system.flash = invocation.option("flash");
  system.secure_log = invocation.option("secure-log");
  if (const std::string uart = invocation.option("uart"); !uart.empty()) {
    system.uart = static_cast<unsigned>(std::stoul(uart));
  }
  const bool is_device = !system.machine.empty() && !system.secure.empty() && !system.non_secure.empty();
  if (system.image.empty() || system.secure_log.empty() || is_device == !system.program.empty()) {
    throw std::invalid_argument("a system has --image, --secure-log, and --program or --machine --secure --non-secure");
  }
  return system;
}

/// The program that writes the secure log.
std::string program_of(const Invocation& invocation) {
  const std::string secure = invocation.option("secure");
  return secure.empty() ? invocation.option("program") : secure;
}

/// The output of a run, kept in a file if a name is given.
class Log {
 public:
  explicit Log(const std::string& file) {
    if (!file.empty()) {
      stream_.open(file, std::ios::trunc);
    }
  }
  void line(const std::string& line) {
    if (stream_.is_open()) {
      stream_ << line << '\n';
    }
  }

 private:
  std::ofstream stream_;
};

Ending run_system(const Invocation& invocation, const std::vector<std::string>& words, const Limits& limits,
                  const Follower& follow) {
  const System system = system_of(invocation);
  std::ofstream(system.secure_log, std::ios::trunc).flush();
  Log log(invocation.option("log"));
  write_seed(system);
  const Start start = start_of(system, words);
  return run(start.command, start.error_file, limits, [&](const std::string& line) {
    log.line(line);
    return follow(line);
  });
}

/// The processor time of the program and its children.
double seconds_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_usec) / 1e6);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

int report(const Invocation& invocation, const Verdict& verdict) {
  const std::string text = fmt::format("{} passed, {} failed, {:.1f} s\n{}{}", verdict.passed, verdict.failed,
                                       seconds_of_children(), verdict.report, verdict.notes);
  if (const std::string file = invocation.option("results"); !file.empty()) {
    std::ofstream(file, std::ios::trunc) << text;
  }
  fmt::print("{}", text);
  return verdict.failed == 0 && verdict.passed != 0 ? 0 : 1;
}

int run_image(const Invocation& invocation) {
  const std::string story = invocation.option("story");
  Limits limits;
  if (const std::string seconds = invocation.option("seconds"); !seconds.empty()) {
    limits.in_all = std::stod(seconds);
  }
  std::vector<std::string> words = invocation.words;
  if (!story.empty()) {
    words = {"story", story};
  }
  ImageRun image(invocation.option("image"), invocation.option("secure-log"), program_of(invocation));
  const Ending ending =
      run_system(invocation, words, limits, [&](const std::string& line) { return image.line(line); });
  return report(invocation, image.verdict(ending));
}

int list_stories(const Invocation& invocation) {
  constexpr std::string_view mark = "story ";
  const std::string end = "END " + invocation.option("image") + " 0 cases 0 failed";
  std::vector<std::string> names;
  std::string other;
  bool has_end = false;
  const Ending ending = run_system(invocation, {"list"}, {}, [&](const std::string& line) {
    if (line.starts_with(mark)) {
      names.push_back(line.substr(mark.size()));
    } else if (line == end) {
      has_end = true;
    } else {
      other = line;
    }
    return other.empty();
  });
  if (!has_end || names.empty()) {
    fmt::print(stderr, "the image {} does not list its stories ({}): {}\n", invocation.option("image"), ending.what,
               other);
    return 1;
  }
  for (const std::string& name : names) {
    fmt::print("{}\n", name);
  }
  return 0;
}

/// True if the log has so many panics of this beginning, each but the last with its restart, and then the end of a loop
/// if there was more than one.
bool are_panics(const std::vector<std::string>& log, const std::string& who, const std::string& rule, unsigned panics) {
  std::vector<std::string> begins;
  for (unsigned i = 0; i < panics; ++i) {
    begins.push_back("[ERR] panic: " + who);
    begins.push_back("[ERR] restarted after a panic: " + who);
  }
  begins.back() =
      fmt::format("[ERR] panic: count 0x{:08X} in a row, and no call answered between them: stopped", panics);
  if (panics == 1) {
    begins.pop_back();
  }
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const bool is_end = i + 1 == begins.size() && panics > 1;
    if (log.size() != begins.size() || !log[i].starts_with(begins[i]) ||
        (!is_end && log[i].find(rule) == std::string::npos)) {
      return false;
    }
  }
  return true;
}

/// Runs a system that halts: one panic on the secure log and no restart after it, or as many as `--panics` states and
/// then the end of the loop. From the non-secure world comes the one expected line in each run, or none. A halted
/// device cannot be told from a slow one: the runner waits a while.
int run_halting(const Invocation& invocation) {
  std::string printed;
  const Limits limits{3, 3, false};
  const Ending ending = run_system(invocation, {}, limits, [&](const std::string& line) {
    printed += line + "\n";
    return true;
  });
  const auto log = told_lines(invocation.option("secure-log"), program_of(invocation));
  const std::string panics = invocation.option("panics");
  const unsigned count = panics.empty() ? 1 : static_cast<unsigned>(std::stoul(panics));
  const std::string rule = " broke " + invocation.option("rule") + " in ";
  std::string line;
  for (unsigned i = 0; i < count && !invocation.option("line").empty(); ++i) {
    line += invocation.option("line") + "\n";
  }
  if (are_panics(log, invocation.option("partition") + " id 0x", rule, count) && printed == line) {
    return report(invocation, {1, 0, "", ""});
  }
  std::string text = fmt::format("the non-secure world printed: {}\nthe secure log has:\n", printed);
  for (const std::string& other : log) {
    text += "  " + other + "\n";
  }
  return report(invocation, {0, 1, text + "(" + ending.what + ")\n", ""});
}

int run_program(const Invocation& invocation) {
  if (invocation.words.empty()) {
    throw std::invalid_argument("a program is expected");
  }
  std::vector<std::string> command = invocation.words;
  if (invocation.what == "google") {
    command.emplace_back("--gtest_color=no");
  }
  Log log(invocation.option("log"));
  std::vector<std::string> lines;
  const Limits no_limits{1e9, 1e9, true};
  const Ending ending = run(command, "", no_limits, [&](const std::string& line) {
    log.line(line);
    lines.push_back(line);
    return true;
  });
  return report(invocation, invocation.what == "google" ? judge_google(lines, ending) : judge_script(lines, ending));
}

/// Compares standard input with a secure log: announced records, or an output with its lines `expect-log`.
int compare(const Invocation& invocation) {
  if (invocation.words.size() != 2) {
    throw std::invalid_argument("a secure log is expected, and the program that wrote it");
  }
  const auto log = told_lines(invocation.words[0], invocation.words[1]);
  std::vector<std::string> announced;
  for (const std::string& line : lines_of("/dev/stdin")) {
    constexpr std::string_view panic = "expect-panic ";
    constexpr std::string_view word = "expect-log ";
    if (invocation.what == "words" && line.starts_with(word)) {
      announced.push_back(line.substr(word.size()));
    } else if (invocation.what == "panics" && line.starts_with(panic)) {
      announced.push_back(line.substr(panic.size()));
    }
  }
  const std::string text = invocation.what == "panics" ? compare_panics(announced, log) : compare_lines(announced, log);
  fmt::print("{}", text);
  return text.empty() ? 0 : 1;
}

int boot(const Invocation& invocation) {
  const System system = system_of(invocation);
  write_seed(system);
  const Start start = start_of(system, invocation.words);
  become(start.command, start.error_file);
  throw std::runtime_error("there is no program " + start.command[0]);
}

int serve(const Invocation& invocation) {
  static const std::map<std::string, int (*)(const Invocation&)> kinds = {
      {"image", run_image},    {"list", list_stories},  {"halts", run_halting}, {"boot", boot},
      {"google", run_program}, {"script", run_program}, {"panics", compare},    {"words", compare},
  };
  const auto kind = kinds.find(invocation.what);
  if (kind == kinds.end()) {
    throw std::invalid_argument("usage: runner image|list|halts|google|script|panics|words|boot OPTION... [WORD...]");
  }
  return kind->second(invocation);
}

}  // namespace

}  // namespace postern::runner

int main(int count, char** arguments) {
  try {
    return postern::runner::serve(postern::runner::parse({arguments + 1, arguments + count}));
  } catch (const std::exception& problem) {
    fmt::print(stderr, "runner: {}\n", problem.what());
    return 2;
  }
}
