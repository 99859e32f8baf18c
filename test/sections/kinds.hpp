// SPDX-License-Identifier: Apache-2.0

// Every kind of section that an object can have: those that two partitions are made of here, and those that are
// refused.
#pragma once

#include <string>
#include <vector>

namespace sections {

/// The file of a partition that a text goes to. A kind in both files of a language has two copies, of which the linker
/// keeps one, or places both side by side.
enum class File { c, c_again, cpp, cpp_again, assembly, assembly_again, library, library_again };

struct Text {
  File file;
  std::string text;
};

/// In the texts, N is a number that differs between the two partitions; their symbols are the same.
struct Kind {
  std::string name;
  std::vector<Text> texts;
  std::string symbol;    // a word of memory, or a function that returns one
  std::string expected;  // the word at boot, in C
  std::string place;     // the linker's word for the memory: ONE.<place>_start
  unsigned alignment = 4;
  bool is_function = false;
  bool is_variable = false;  // each partition must have its own
};

/// A text that the link of a partition refuses. It is in the file odd.<suffix>, and defines odd_<suffix>().
struct Refused {
  std::string name;
  std::string suffix;  // c, cpp or S
  std::string text;
  std::string section;  // which the message has to name
};

[[nodiscard]] const std::vector<Kind>& kinds();
[[nodiscard]] const std::vector<Refused>& refused();

}  // namespace sections
