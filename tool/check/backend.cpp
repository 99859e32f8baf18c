// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "check/rules.hpp"

namespace postern::rules {

namespace {

// Levels that this version can plan. A board may have fewer.
constexpr std::array<unsigned, 3> kSupportedLevels{1, 2, 3};

// An IPC partition's stack has to hold at least the frame of a trap (32 bytes) and that of a non-secure interrupt over
// it (72 bytes), in whole units of 8.
constexpr std::uint64_t kSmallestStack = 104;
// With floating point both contain all of the unit's registers: 168 and 208 bytes.
constexpr std::uint64_t kSmallestStackWithFp = 376;

// CFG-17 to CFG-21.
void check_floating_point(const Configuration& configuration, const Board& board, Diagnostics& diagnostics) {
  if (board.architecture == Architecture::host && configuration.fp) {
    diagnostics.error({},
                      "CONFIG_TFM_ENABLE_FP=1 and CONFIG_TFM_ENABLE_MVE=1 are for boards: on the host, programs use "
                      "floating point without an option");
  } else if (configuration.fpu_usable && !board.fpu) {
    diagnostics.error(
        {}, fmt::format("{}=1 is not possible on the board `{}`, which states no `fpu: true`",
                        configuration.fp ? "CONFIG_TFM_ENABLE_FP" : "CONFIG_TFM_ENABLE_CP10CP11", board.name));
  }
  if (configuration.mve && !board.mve) {
    diagnostics.error({}, fmt::format("CONFIG_TFM_ENABLE_MVE=1 is not possible on the board `{}`, which states no "
                                      "`mve: true`",
                                      board.name));
  }
}

void check_level(const Configuration& configuration, const Board& board, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "BSEL-5");
  std::vector<unsigned> both;
  std::string text;
  for (const unsigned level : board.isolation_levels) {
    if (std::find(kSupportedLevels.begin(), kSupportedLevels.end(), level) == kSupportedLevels.end()) {
      continue;
    }
    both.push_back(level);
    text += fmt::format("{}{}", text.empty() ? "" : ", ", level);
  }
  if (std::find(both.begin(), both.end(), configuration.level) != both.end()) {
    return;
  }
  if (configuration.backend == Backend::sfn) {
    return;  // already reported, with the backend as the reason
  }
  diagnostics.error({},
                    fmt::format("TFM_ISOLATION_LEVEL={} is not supported by this version on the board `{}`; valid: {}",
                                configuration.level, board.name, text));
}

void check_models(const System& system, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "BSEL-3");
  for (const Manifest& manifest : system.manifests) {
    if (manifest.name.value.empty() || manifest.model_on(Backend::sfn) == Model::sfn) {
      continue;
    }
    const char* way_out = manifest.version == FrameworkVersion::v1_0
                              ? "a manifest of framework version 1.1 with `model: SFN` or `model: dual`"
                              : "`model: SFN` or `model: dual`";
    diagnostics.error(
        manifest.model.at,
        fmt::format("the partition `{}` has the IPC model, which CONFIG_TFM_SPM_BACKEND=SFN cannot run; use the "
                    "IPC backend, or {}",
                    manifest.name.value, way_out));
  }
}

void check_stacks(const System& system, const Configuration& configuration, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "MAN-8");
  for (const Manifest& manifest : system.manifests) {
    const StackSize& stack = manifest.stack;
    if (configuration.backend == Backend::sfn && !stack.unknown.empty()) {
      diagnostics.error(stack.at,
                        fmt::format("the SFN backend adds up all stacks and `{}` is not known here; give its value "
                                    "with --define {}=<bytes>",
                                    stack.unknown, stack.unknown));
    }
    if (configuration.backend == Backend::ipc && configuration.level == 1 && !stack.unknown.empty() &&
        manifest.has_first_level()) {
      diagnostics.error(stack.at,
                        fmt::format("at isolation level 1 FLIH functions run on the main stack, which is sized by "
                                    "`stack_size`, and `{}` is not known here; give its value with --define {}=<bytes>",
                                    stack.unknown, stack.unknown));
    }
    const std::uint64_t smallest = configuration.fp ? kSmallestStackWithFp : kSmallestStack;
    if (configuration.backend == Backend::ipc && stack.value && *stack.value < smallest && *stack.value != 0) {
      diagnostics.error(stack.at,
                        fmt::format("a stack of {} bytes cannot hold a trap and a non-secure interrupt; at least {} "
                                    "bytes are expected",
                                    *stack.value, smallest));
    }
  }
}

// A partition of the SFN backend has no thread of its own that could begin anew.
void check_restarts(const System& system, Diagnostics& diagnostics) {
  for (const Manifest& manifest : system.manifests) {
    for (const Located<OnPanic>* action : {&manifest.on_error, &manifest.on_fault}) {
      if (action->value == OnPanic::restart) {
        diagnostics.error(action->at,
                          fmt::format("the partition `{}` cannot restart with CONFIG_TFM_SPM_BACKEND=SFN, where all "
                                      "partitions share one thread; use the IPC backend, or `reset` or `halt`",
                                      manifest.name.value));
      }
    }
  }
}

// A note, not an error: the user may plan to add partitions that need the IPC backend.
void suggest_sfn(const System& system, const Configuration& configuration, Diagnostics& diagnostics) {
  if (configuration.backend != Backend::ipc || configuration.level != 1 || system.manifests.empty() ||
      !system.is_whole) {
    return;
  }
  const bool needs_ipc = std::any_of(system.manifests.begin(), system.manifests.end(), [](const Manifest& manifest) {
    return manifest.model_on(Backend::sfn) == Model::ipc;
  });
  if (needs_ipc || diagnostics.has_errors()) {
    return;
  }
  diagnostics.note({},
                   "no partition needs the IPC model and the level is 1; CONFIG_TFM_SPM_BACKEND=SFN would do with less "
                   "memory");
}

}  // namespace

void check_backend(const System& system, const Configuration& configuration, const Board& board,
                   Diagnostics& diagnostics) {
  check_level(configuration, board, diagnostics);
  check_floating_point(configuration, board, diagnostics);
  if (configuration.backend == Backend::sfn) {
    check_models(system, diagnostics);
    check_restarts(system, diagnostics);
  }
  check_stacks(system, configuration, diagnostics);
  suggest_sfn(system, configuration, diagnostics);
}

void check_system(const System& system, const Configuration& configuration, const Board& board,
                  Diagnostics& diagnostics) {
  check_partitions(system, diagnostics);
  check_services(system, diagnostics);
  check_mapping(system, configuration, diagnostics);
  check_generated_names(system, configuration, diagnostics);
  check_interrupts(system, board, diagnostics);
  if (!board.is_any) {
    check_mmio(system, configuration, board, diagnostics);
  }
  check_dependencies(system, diagnostics);
  check_backend(system, configuration, board, diagnostics);
}

}  // namespace postern::rules
