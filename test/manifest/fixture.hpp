// SPDX-License-Identifier: Apache-2.0

// A small valid system in a directory of its own, in which a test breaks one thing.
//
// ALPHA is an IPC partition of version 1.1 with an interrupt and devices, BETA an SFN partition that calls it, OLD a
// JSON manifest of version 1.0 that calls BETA.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "compile.hpp"

namespace postern::testing {

class Workspace {
 public:
  Workspace();
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  void write(const std::string& name, const std::string& text);
  [[nodiscard]] std::string read(const std::string& name) const;
  /// Replaces the only occurrence; a test that breaks nothing is wrong itself.
  void replace(const std::string& name, const std::string& from, const std::string& to);
  [[nodiscard]] std::string path(const std::string& name) const { return (directory_ / name).string(); }

  /// The base system's lists, with BETA_STACK and EXTRA defined. If a test has written extra.yaml, it adds to the
  /// board.
  [[nodiscard]] Invocation invocation() const;
  [[nodiscard]] Compilation check() const { return compile(invocation()); }
  [[nodiscard]] Compilation generate() const;
  /// One generated file of a compilation, by its path under the output directory.
  [[nodiscard]] std::string file(const Compilation& compilation, const std::string& name) const;
  /// Diagnostics as one line each, without the workspace's directory.
  [[nodiscard]] std::vector<std::string> headlines(const Compilation& compilation) const;

  Options options;
  std::vector<std::string> lists{"list.yaml"};

 private:
  std::filesystem::path directory_;
};

/// One partition, BETA, on the host. Its output directory is `out`.
[[nodiscard]] Compilation compile_for_host(const std::string& backend);

}  // namespace postern::testing
