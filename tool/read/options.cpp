// SPDX-License-Identifier: Apache-2.0

#include "read/options.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "read/fields.hpp"
#include "text/words.hpp"

namespace postern {

namespace {

constexpr std::uint64_t kMostConnections = 255;
constexpr std::uint64_t kMostResets = 0xFFFF'FFFF;
constexpr std::uint64_t kMostRestarts = 0xFFFF;

struct Renamed {
  std::string_view old_name;
  std::string_view new_name;
};
constexpr std::array<Renamed, 3> kRenamed{{{"TFM_LVL", "TFM_ISOLATION_LEVEL"},
                                           {"TFM_PSA_API", "CONFIG_TFM_SPM_BACKEND=IPC"},
                                           {"TFM_LIB_MODEL", "CONFIG_TFM_SPM_BACKEND=SFN"}}};

const Words& log_levels() {
  static const Words levels{"LOG_LEVEL_NONE",    "LOG_LEVEL_ERROR", "LOG_LEVEL_NOTICE",
                            "LOG_LEVEL_WARNING", "LOG_LEVEL_INFO",  "LOG_LEVEL_VERBOSE"};
  return levels;
}

class Reader {
 public:
  explicit Reader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Configuration read(const Options& options) {
    read_defines(options.defines);
    read_backend(options.backend);
    read_level(options.level);
    configuration_.mm_iovec = flag("PSA_FRAMEWORK_HAS_MM_IOVEC", false);
    configuration_.doorbell = flag("CONFIG_TFM_DOORBELL_API", configuration_.backend == Backend::ipc);
    configuration_.schedule_when_ns_interrupted = flag("CONFIG_TFM_SCHEDULE_WHEN_NS_INTERRUPTED", false);
    configuration_.manage_nsid = flag("TFM_NS_MANAGE_NSID", false);
    configuration_.software_interrupts = flag("POSTERN_SOFTWARE_INTERRUPTS", false);
    configuration_.boot_self_test = flag("POSTERN_BOOT_SELF_TEST", true);
    configuration_.halt_on_panic = flag("CONFIG_TFM_HALT_ON_CORE_PANIC", false);
    configuration_.trace = flag("POSTERN_TRACE", false);
    configuration_.last_run = flag("POSTERN_LAST_RUN", false);
    configuration_.tells_counters = flag("POSTERN_TELL_COUNTERS", false);
    configuration_.counters = flag("POSTERN_COUNTERS", false) || configuration_.tells_counters;
    configuration_.reset_loop_limit =
        number("CONFIG_TFM_RESET_LOOP_LIMIT", configuration_.reset_loop_limit, kMostResets, "panics in a row");
    configuration_.restart_limit =
        number("POSTERN_RESTART_LIMIT", configuration_.restart_limit, kMostRestarts, "restarts");
    read_floating_point();
    if (configuration_.schedule_when_ns_interrupted && configuration_.backend == Backend::sfn) {
      diagnostics_.warning({},
                           "CONFIG_TFM_SCHEDULE_WHEN_NS_INTERRUPTED=1 has no effect with CONFIG_TFM_SPM_BACKEND=SFN, "
                           "which has nothing to schedule");
    }
    read_connections();
    read_log_level();
    if (configuration_.backend == Backend::sfn && configuration_.doorbell) {
      error(
          "CONFIG_TFM_DOORBELL_API=1 is not possible with CONFIG_TFM_SPM_BACKEND=SFN; use the IPC backend, or set "
          "CONFIG_TFM_DOORBELL_API=0");
    }
    return std::move(configuration_);
  }

 private:
  void read_defines(const std::vector<std::string>& defines) {
    for (const std::string& define : defines) {
      const std::size_t equals = define.find('=');
      const std::string name = define.substr(0, equals);
      if (equals == std::string::npos || !is_identifier(name)) {
        error(fmt::format("--define {}: NAME=VALUE is expected", define));
        continue;
      }
      for (const Renamed& renamed : kRenamed) {
        if (name != renamed.old_name) {
          continue;
        }
        error(fmt::format("--define {}: `{}` is an option of old versions; use {}", define, name, renamed.new_name));
      }
      const auto [entry, is_new] = configuration_.definitions.emplace(name, define.substr(equals + 1));
      if (!is_new && entry->second != define.substr(equals + 1)) {
        error(fmt::format("--define {}: `{}` is already defined as `{}`; give it once", define, name, entry->second));
      }
    }
  }

  void read_backend(const std::string& backend) {
    const Words valid{"IPC", "SFN"};
    if (backend != "IPC" && backend != "SFN") {
      error(fmt::format("`{}` is not a backend (CONFIG_TFM_SPM_BACKEND); {}", backend, full_advice(backend, valid)));
    }
    const bool is_sfn = backend == "SFN";
    configuration_.backend = is_sfn ? Backend::sfn : Backend::ipc;
    imply("CONFIG_TFM_SPM_BACKEND", backend, "--backend");
    imply("CONFIG_TFM_SPM_BACKEND_IPC", is_sfn ? "0" : "1", "--backend");
    imply("CONFIG_TFM_SPM_BACKEND_SFN", is_sfn ? "1" : "0", "--backend");
  }

  void read_level(const std::string& text) {
    if (text != "1" && text != "2" && text != "3") {
      error(fmt::format("`{}` is not an isolation level (TFM_ISOLATION_LEVEL); valid: 1, 2 and 3", text));
      return;
    }
    configuration_.level = static_cast<unsigned>(text[0] - '0');
    if (configuration_.backend == Backend::sfn && configuration_.level > 1) {
      error(
          fmt::format("TFM_ISOLATION_LEVEL={} is not possible with CONFIG_TFM_SPM_BACKEND=SFN; use level 1, or the "
                      "IPC backend",
                      text));
    }
    imply("TFM_ISOLATION_LEVEL", text, "--level");
  }

  // Manifest lists see each option of the command line as a macro too, so a --define must not contradict it.
  void imply(const std::string& name, const std::string& value, std::string_view option) {
    const auto [entry, is_new] = configuration_.definitions.emplace(name, value);
    const bool same = entry->second == value || (truth(value) && truth(entry->second) == truth(value));
    if (!is_new && !same) {
      error(fmt::format("--define {}={} contradicts {}, which makes it {}; give one of them", name, entry->second,
                        option, value));
    }
    entry->second = value;
  }

  bool flag(const std::string& name, bool when_unset) {
    const auto found = configuration_.definitions.find(name);
    if (found == configuration_.definitions.end()) {
      return when_unset;
    }
    const std::optional<bool> value = truth(found->second);
    if (!value) {
      error(fmt::format("{}={} is neither on nor off; valid: ON, OFF, 1 and 0", name, found->second));
    }
    return value.value_or(when_unset);
  }

  // CFG-17 to CFG-22. Whether the board has an FPU, rules/backend.cpp checks.
  void read_floating_point() {
    const bool fp = flag("CONFIG_TFM_ENABLE_FP", false);
    const bool mve = flag("CONFIG_TFM_ENABLE_MVE", false);
    configuration_.fp = fp || mve;
    configuration_.mve = mve;
    configuration_.fpu_forbidden = flag("CONFIG_TFM_DISABLE_CP10CP11", false);
    configuration_.fpu_usable = flag("CONFIG_TFM_ENABLE_CP10CP11", configuration_.fp);
    configuration_.lazy_stacking = flag("CONFIG_TFM_LAZY_STACKING", configuration_.fp);
    if (flag("CONFIG_TFM_ENABLE_MVE_FP", false) && !(fp && mve)) {
      error("CONFIG_TFM_ENABLE_MVE_FP=1 needs CONFIG_TFM_ENABLE_MVE=1 and CONFIG_TFM_ENABLE_FP=1");
    }
    if (configuration_.fpu_forbidden && configuration_.fpu_usable) {
      error(
          fmt::format("CONFIG_TFM_DISABLE_CP10CP11=1 forbids the FPU to all code, and {}=1 needs it; set one of them "
                      "to 0",
                      fp ? "CONFIG_TFM_ENABLE_FP" : (mve ? "CONFIG_TFM_ENABLE_MVE" : "CONFIG_TFM_ENABLE_CP10CP11")));
    } else if (configuration_.fp && !configuration_.fpu_usable) {
      error(fmt::format("{}=1 needs CONFIG_TFM_ENABLE_CP10CP11=1, which is its default",
                        fp ? "CONFIG_TFM_ENABLE_FP" : "CONFIG_TFM_ENABLE_MVE"));
    }
    if (configuration_.lazy_stacking && !configuration_.fp) {
      error("CONFIG_TFM_LAZY_STACKING=1 needs CONFIG_TFM_ENABLE_FP=1 or CONFIG_TFM_ENABLE_MVE=1");
    }
  }

  void read_connections() {
    configuration_.connections =
        number("CONFIG_TFM_CONN_HANDLE_MAX_NUM", configuration_.connections, kMostConnections, "connections");
  }

  unsigned number(std::string_view name, unsigned otherwise, std::uint64_t most, std::string_view what) {
    const auto found = configuration_.definitions.find(name);
    if (found == configuration_.definitions.end()) {
      return otherwise;
    }
    const std::optional<std::uint64_t> number = parse_number(found->second);
    if (!number || *number == 0 || *number > most) {
      error(fmt::format("{}={} is not a number of {}; a number from 1 to {} is expected", name, found->second, what,
                        most));
      return otherwise;
    }
    return static_cast<unsigned>(*number);
  }

  void read_log_level() {
    constexpr std::size_t kInfo = 4;  // of log_levels()
    const auto found = configuration_.definitions.find("TFM_SPM_LOG_LEVEL");
    if (found == configuration_.definitions.end()) {
      return;
    }
    const std::string& text = found->second;
    for (std::size_t i = 0; i < log_levels().size(); ++i) {
      if (text != log_levels()[i] && text != std::to_string(i * 10)) {
        continue;
      }
      configuration_.log_errors = i != 0;
      configuration_.log_boot = i >= kInfo;
      return;
    }
    error(fmt::format("TFM_SPM_LOG_LEVEL={} is not a log level; {}", text, full_advice(text, log_levels())));
  }

  void error(std::string message) { diagnostics_.error({}, std::move(message)); }

  Diagnostics& diagnostics_;
  Configuration configuration_;
};

}  // namespace

Configuration read_configuration(const Options& options, Diagnostics& diagnostics) {
  return Reader(diagnostics).read(options);
}

}  // namespace postern
