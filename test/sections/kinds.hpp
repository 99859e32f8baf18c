// Every kind of section that an object can have: what two partitions at once are made of here, and what is refused.
#pragma once

#include <string>
#include <vector>

namespace sections {

/// Which of a partition's files a text goes to. A kind that is in both files of a language has two copies, of which the
/// linker keeps one or puts both side by side.
enum class File { c, c_again, cpp, cpp_again, assembly, assembly_again, library, library_again };

struct Text {
  File file;
  std::string text;
};

/// In the texts N is a number that the two partitions do not share; their symbols are the same.
struct Kind {
  std::string name;
  std::vector<Text> texts;
  std::string symbol;    // a word of memory, or a function that returns one
  std::string expected;  // what the word is at boot, in C
  std::string place;     // the linker's word for where it has to lie: ONE.<place>_start
  unsigned alignment = 4;
  bool is_function = false;
  bool is_variable = false;  // the two partitions must have one each
};

/// What the link of a partition refuses: the text stands in its file odd.<suffix>, and defines odd_<suffix>().
struct Refused {
  std::string name;
  std::string suffix;  // c, cpp or S
  std::string text;
  std::string section;  // that the message has to name
};

[[nodiscard]] const std::vector<Kind>& kinds();
[[nodiscard]] const std::vector<Refused>& refused();

}  // namespace sections
