// SPDX-License-Identifier: Apache-2.0

// The lines of the SPM on a secure log, as sentences. The device says numbers (spm/log_line.hpp): whose ids they are,
// which rule and which check they mean is known here, so it takes no flash.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "encoding/panic_record.hpp"

namespace postern::decode {

inline constexpr std::int32_t kTheSpm = 0;
inline constexpr std::int32_t kNonSecureWorld = -1;

/// Who has which id in an image.
class Names {
 public:
  /// Reads them from an image, or from a program of the host. Throws elf::Unreadable.
  explicit Names(const std::string& image);
  explicit Names(std::map<std::int32_t, std::string> names) : names_(std::move(names)) {}

  /// "the SPM", "the non-secure world", "VAULT", or "partition 999" if the image has no such one.
  [[nodiscard]] std::string of(std::int32_t id) const;

 private:
  std::map<std::int32_t, std::string> names_;
};

/// "CALL-7"
[[nodiscard]] std::string rule_name(encoding::Rule rule);

/// "[ERR] panic: VAULT id 0x00000CE5 broke CALL-7 in psa_call", or the cause of a fault with the registers that are
/// valid.
[[nodiscard]] std::string sentence(const encoding::PanicRecord& record, const Names& names);

/// Reads a log line by line. The lines of partitions and of anything else stay as they are.
class LogWords {
 public:
  explicit LogWords(Names names) : names_(std::move(names)) {}

  struct Told {
    std::vector<std::string> lines;
    std::optional<encoding::PanicRecord> record;  // that the last line tells
  };
  /// What stands for the next line. The line that begins a panic waits for its record, which says all of it and more.
  /// Throws std::runtime_error for a record of another version and for a damaged one.
  Told tell(const std::string& line);
  /// What still waits at the end of the log.
  [[nodiscard]] std::optional<std::string> rest() const { return waiting_; }

  [[nodiscard]] const Names& names() const { return names_; }

 private:
  [[nodiscard]] std::string words_of(const std::string& line) const;

  Names names_;
  std::optional<std::string> waiting_;
  std::uint32_t in_a_row_ = 0;
};

}  // namespace postern::decode
