// SPDX-License-Identifier: Apache-2.0

// `postern decode`: reads a secure log and puts what each panic record means in its place, in words: what happened,
// where, on whose behalf, by which rule, and what would permit it. main.cpp calls it.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
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

  /// Copies every line; after the line of a record, the report. A record that the next boot prints again is not
  /// repeated.
  void translate(std::istream& log, std::ostream& output);

  /// The report of one record, in lines.
  [[nodiscard]] std::string report(const encoding::PanicRecord& record);

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace postern::decode
