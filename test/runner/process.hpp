// SPDX-License-Identifier: Apache-2.0

// Runs a program, follows what it prints, and ends it when it makes no progress.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace postern::runner {

/// Processor time in seconds, of the program itself: a busy machine ends no program early.
struct Limits {
  double in_all = 1200;
  double without_a_line = 300;
  bool may_wait = false;  // for other programs, for example
};

struct Ending {
  bool is_good = false;  // exit status 0
  std::string what;      // for a message: "exit status 3", "ended after 20 s of processor time"
};

/// Receives each line without its end; false ends the program.
using Follower = std::function<bool(const std::string& line)>;

/// Standard output goes to `follow`; standard error goes to a file, or to `follow` if `error_file` is empty. A program
/// is ended if it exceeds a limit, prints without end, or waits for something that never comes.
Ending run(const std::vector<std::string>& command, const std::string& error_file, const Limits& limits,
           const Follower& follow);

/// Executes that program in place of this process, with the same standard output. Returns only if it cannot be
/// executed.
void become(const std::vector<std::string>& command, const std::string& error_file);

}  // namespace postern::runner
