// SPDX-License-Identifier: Apache-2.0

// Judges a run of an image: its stories, one line `ok ...` or `FAILED ...` each, and the end line `END image N cases M
// failed`, without which the run has failed. The exit status alone proves nothing, because a reset can end an emulated
// machine with status 0.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "process.hpp"

namespace postern::runner {

struct Verdict {
  unsigned passed = 0;
  unsigned failed = 0;
  std::string report;  // what failed, with the output of the failed stories
  std::string notes;   // what the run counted besides stories, or skipped
};

/// Reads the output of an image, line by line.
class ImageRun {
 public:
  /// `program` writes the secure log.
  ImageRun(std::string image, std::string secure_log, std::string program)
      : image_(std::move(image)), secure_log_(std::move(secure_log)), program_(std::move(program)) {}

  /// False when the image starts over: a story has ended a second time.
  bool line(const std::string& line);

  /// Called after the end.
  [[nodiscard]] Verdict verdict(const Ending& ending) const;

 private:
  bool story_ends(const std::string& line);
  bool is_end(const std::string& line);
  [[nodiscard]] std::string last_lines() const;

  std::string image_;
  std::string secure_log_;
  std::string program_;
  std::vector<std::string> since_;  // since the last story
  std::set<std::string> ended_;
  std::size_t secure_seen_ = 0;
  std::string failures_;
  std::string notes_;
  std::vector<std::string> panics_;
  std::vector<std::string> words_;
  bool has_end_ = false;
  unsigned cases_ = 0;
  unsigned bad_ = 0;
};

/// For a GoogleTest program, and for a script that prints `ok WHAT` and `FAILED WHAT`.
Verdict judge_google(const std::vector<std::string>& lines, const Ending& ending);
Verdict judge_script(const std::vector<std::string>& lines, const Ending& ending);

}  // namespace postern::runner
