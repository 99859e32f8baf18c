// SPDX-License-Identifier: Apache-2.0

#include "process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace postern::runner {

namespace {

constexpr auto kSampling = std::chrono::milliseconds(200);
constexpr int kIdleSamples = 10;
constexpr rlim_t kMostBytes = 256U << 20U;  // limit of each file that it writes, and of its output

/// The fields of a process or thread in /proc after its name: state, then numbers. Empty if it no longer exists.
std::vector<std::string> status_words(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string text;
  std::getline(stream, text);
  const std::size_t end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) {
    return {};
  }
  std::istringstream rest(text.substr(end_of_name + 1));
  std::vector<std::string> words;
  for (std::string word; rest >> word;) {
    words.push_back(word);
  }
  return words;
}

double processor_seconds(pid_t process) {
  const auto words = status_words(fmt::format("/proc/{}/stat", process));
  if (words.size() < 13) {
    return 0;
  }
  return (std::stod(words[11]) + std::stod(words[12])) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// Whether no thread of it executes, or would on a less busy machine.
bool is_asleep(pid_t process) {
  std::error_code error;
  for (const auto& thread : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", process), error)) {
    const auto words = status_words(thread.path() / "stat");
    if (!words.empty() && (words[0] == "R" || words[0] == "D")) {
      return false;
    }
  }
  return true;
}

/// Looks at a process now and then, and gives the reason to end it.
class Watch {
 public:
  Watch(pid_t process, const Limits& limits) : process_(process), limits_(limits) {}

  void saw_a_line() { has_line_ = true; }

  std::string reason_to_end() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) {
      return "";
    }
    next_ = now + kSampling;
    const double seconds = processor_seconds(process_);
    idle_ = !limits_.may_wait && !has_line_ && seconds <= last_ && is_asleep(process_) ? idle_ + 1 : 0;
    last_ = seconds;
    if (has_line_) {
      at_line_ = seconds;
      has_line_ = false;
    }
    if (idle_ >= kIdleSamples) {
      return "ended, because it waited for something that never came";
    }
    if (seconds > limits_.in_all || seconds - at_line_ > limits_.without_a_line) {
      return fmt::format("ended after {:.0f} s of processor time, {:.0f} s without a line", seconds,
                         seconds - at_line_);
    }
    return "";
  }

 private:
  pid_t process_;
  Limits limits_;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now();
  double last_ = -1;
  double at_line_ = 0;
  int idle_ = 0;
  bool has_line_ = false;
};

/// Splits the pieces that arrive into lines.
class Lines {
 public:
  explicit Lines(const Follower& follow) : follow_(follow) {}

  bool add(const char* bytes, std::size_t count) {
    size_ += count;
    for (std::size_t i = 0; i < count; ++i) {
      if (bytes[i] == '\n') {
        if (!finish()) {
          return false;
        }
      } else {
        line_ += bytes[i];
      }
    }
    return true;
  }

  bool finish() {
    std::erase(line_, '\r');
    const std::string line = std::move(line_);
    line_.clear();
    return follow_(line);
  }

  [[nodiscard]] bool is_too_much() const { return size_ > kMostBytes; }
  [[nodiscard]] bool has_rest() const { return !line_.empty(); }

 private:
  const Follower& follow_;
  std::string line_;
  std::size_t size_ = 0;
};

void redirect(int to, const std::string& file, int flags) {
  const int opened = open(file.c_str(), flags | O_CLOEXEC, 0644);
  if (opened >= 0) {
    dup2(opened, to);
  }
}

void execute(const std::vector<std::string>& command, const std::string& error_file) {
  const rlimit none{0, 0};  // a machine that locks up makes QEMU abort
  const rlimit most{kMostBytes, kMostBytes};
  setrlimit(RLIMIT_CORE, &none);
  setrlimit(RLIMIT_FSIZE, &most);
  redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
  if (!error_file.empty()) {
    redirect(STDERR_FILENO, error_file, O_WRONLY | O_CREAT | O_TRUNC);
  }
  std::vector<char*> words;
  for (const std::string& word : command) {
    words.push_back(const_cast<char*>(word.c_str()));
  }
  words.push_back(nullptr);
  execvp(words[0], words.data());
}

pid_t start(const std::vector<std::string>& command, const std::string& error_file, int output) {
  const pid_t process = fork();
  if (process < 0) {
    throw std::runtime_error("no process can be made");
  }
  if (process == 0) {
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    execute(command, error_file);
    fmt::print(stderr, "there is no program {}\n", command[0]);
    _exit(127);
  }
  return process;
}

/// Reads until the program closes its output or must be ended. Returns the reason for that, or nothing.
std::string follow_output(pid_t process, int input, const Limits& limits, const Follower& follow) {
  Watch watch(process, limits);
  Lines lines(follow);
  std::array<char, 4096> piece{};
  for (;;) {
    pollfd waiting{input, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(kSampling.count())) > 0) {
      const ssize_t count = read(input, piece.data(), piece.size());
      if (count <= 0) {
        return lines.has_rest() && !lines.finish() ? "ended after its last line" : "";
      }
      watch.saw_a_line();
      if (!lines.add(piece.data(), static_cast<std::size_t>(count))) {
        return "ended after its last line";
      }
      if (lines.is_too_much()) {
        return "ended, because it printed without end";
      }
    }
    if (const std::string reason = watch.reason_to_end(); !reason.empty()) {
      return reason;
    }
  }
}

}  // namespace

Ending run(const std::vector<std::string>& command, const std::string& error_file, const Limits& limits,
           const Follower& follow) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe can be made");
  }
  const pid_t process = start(command, error_file, ends[1]);
  close(ends[1]);
  const std::string reason = follow_output(process, ends[0], limits, follow);
  if (!reason.empty()) {
    kill(process, SIGKILL);
  }
  close(ends[0]);
  int status = 0;
  waitpid(process, &status, 0);
  if (!reason.empty()) {
    return {false, reason};
  }
  if (WIFSIGNALED(status)) {
    return {false, fmt::format("signal {}", WTERMSIG(status))};
  }
  return {WEXITSTATUS(status) == 0, fmt::format("exit status {}", WEXITSTATUS(status))};
}

void become(const std::vector<std::string>& command, const std::string& error_file) { execute(command, error_file); }

}  // namespace postern::runner
