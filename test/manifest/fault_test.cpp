// SPDX-License-Identifier: Apache-2.0

// Runs each fault of the *_faults.cpp files: the compiler must print exactly the expected headlines.
#include "fault.hpp"

#include <gmock/gmock.h>

namespace postern::testing {

TEST_P(FaultTest, is_reported) {
  const Fault& fault = GetParam();
  Workspace workspace;
  workspace.options.backend = fault.backend;
  workspace.options.level = fault.level;
  for (const std::string& define : fault.defines)
    workspace.options.defines.push_back(define);
  for (const Change& change : fault.changes) {
    if (change.from.empty()) {
      workspace.write(change.file, change.to);
    } else {
      workspace.replace(change.file, change.from, change.to);
    }
  }
  const Compilation compilation = workspace.generate();
  EXPECT_THAT(workspace.headlines(compilation), ::testing::ElementsAreArray(fault.headlines));
  if (compilation.diagnostics.has_errors()) {
    EXPECT_TRUE(compilation.files.empty()) << "output in spite of errors";
  }
}

}  // namespace postern::testing
