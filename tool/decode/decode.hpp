// SPDX-License-Identifier: Apache-2.0

// `postern decode`: reads a secure log and puts what each panic record means in its place, in words: what happened,
// where, on whose behalf, by which rule, and what would permit it. main.cpp calls it.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <ostream>
#include <string>

#include "encoding/panic_record.hpp"

namespace postern::decode {

class Decoder {
 public:
  /// Throws elf::Unreadable. The program of the host has no tables, so less is known of it.
  explicit Decoder(const std::string& image);
  ~Decoder();

  /// Gives the faults of the non-secure world functions and lines. Throws elf::Unreadable.
  void add_non_secure(const std::string& program);

  /// Writes every line, those of the SPM as sentences, and after each panic its report. A record that the next boot
  /// prints again is not reported again. Without reports only the lines are written.
  void translate(std::istream& log, std::ostream& output, bool with_reports);

  /// What secure memory tells, as a debugger wrote it to a file, from this address on. Throws elf::Unreadable.
  [[nodiscard]] std::string memory(std::uint32_t first, const std::string& bytes);

  /// The report of one record, in lines.
  [[nodiscard]] std::string report(const encoding::PanicRecord& record);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace postern::decode
