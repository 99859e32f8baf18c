// SPDX-License-Identifier: Apache-2.0

// One fault in the base system and the exact output of the compiler: all headlines, in order. A fault that makes a
// second, accidental error visible is a defect of the compiler, so nothing is matched loosely.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fixture.hpp"

namespace postern::testing {

struct Change {
  std::string file;
  std::string from;  // empty: the whole file
  std::string to;
};

struct Fault {
  std::string name;  // a sentence that cites the rule
  std::vector<Change> changes;
  std::vector<std::string> headlines;
  std::string backend = "IPC";
  std::string level = "1";
  std::vector<std::string> defines = {};  // besides those of the base system
};

inline void PrintTo(const Fault& fault, std::ostream* stream) { *stream << fault.name; }

class FaultTest : public ::testing::TestWithParam<Fault> {};

inline std::string name_of(const ::testing::TestParamInfo<Fault>& info) { return info.param.name; }

}  // namespace postern::testing
