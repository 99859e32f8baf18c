// SPDX-License-Identifier: Apache-2.0

// A run of an image on QEMU, and what the plugin and the program wrote about it.
#pragma once

#include <cstdint>
#include <istream>
#include <map>
#include <string>
#include <vector>

#include "program.hpp"
#include "traffic.hpp"

namespace postern::bench {

/// `CONFIGURATION[:SUFFIX]=DIRECTORY/IMAGE`, for example `IPC.l1:p9=build/bench/ipc-l1/cost_ipc_p9`.
struct Run {
  std::string configuration;
  std::string suffix;  // with its dot, or empty
  std::string directory;
  std::string image;

  [[nodiscard]] std::string file(const std::string& what) const { return directory + "/" + image + what; }
  [[nodiscard]] Program secure() const;
  [[nodiscard]] Program non_secure() const;
};

[[nodiscard]] Run parse_run(const std::string& text);

/// The plugin's arguments for this image.
[[nodiscard]] std::string plugin_arguments(const Run& run);

using Counts = std::map<std::uint32_t, std::int64_t>;

struct Window {
  std::string path;   // ns-app
  std::string shape;  // none
  std::int64_t calls = 0;
  Stretch all;
  Stretch wait;
  Stretch to_function;
  Stretch to_thread;
  Counts counts;
};

struct Recording {
  Stretch boot;
  Stretch longest;
  std::vector<Window> windows;
  Counts longest_counts;
};

/// Which of the instructions of a window a figure counts. `wait` is the longest run in it during which no non-secure
/// interrupt could have been taken.
enum class Part : std::uint8_t { one_loop, all, to_function, to_thread, wait };

struct Source {
  std::string figure;  // without its configuration
  Part part;
};

/// The figures that come from a window; none from a loop without calls.
[[nodiscard]] std::vector<Source> sources_of(const Window& window);

/// What was counted of a part that is no loop.
[[nodiscard]] const Stretch& stretch_of(const Window& window, Part part);

/// Reads IMAGE.words and IMAGE.counts beside the image's directory.
[[nodiscard]] Recording read_recording(const Run& run);

/// Reads `LENGTH TRAFFIC...`.
[[nodiscard]] Stretch read_stretch(std::istream& words);

/// A window that makes the same number of loops of this path without a call.
[[nodiscard]] const Window& empty_of(const Recording& recording, const std::string& path);

/// What one call of the window costs beside its loop, rounded.
[[nodiscard]] Stretch per_call(const Window& window, const Window& empty);
[[nodiscard]] std::int64_t per_call(std::int64_t all, std::int64_t empty, std::int64_t calls);

}  // namespace postern::bench
