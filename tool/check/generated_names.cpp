// SPDX-License-Identifier: Apache-2.0

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "check/reserved_names.hpp"
#include "check/rules.hpp"
#include "model/manifest.hpp"
#include "text/words.hpp"

namespace postern::rules {

namespace {

// The C names in one scope, and where each comes from. A second origin of a name is an error, and so is a name that is
// already taken.
class Scope {
 public:
  Scope(const Definitions& definitions, Diagnostics& diagnostics)
      : definitions_(definitions), diagnostics_(diagnostics) {}

  void add(const char* kind, const std::string& name, const std::string& what, Position at) {
    expect_free(kind, name, what, at);
    const auto [first, is_new] = names_.emplace(name, Origin{kind, what, at});
    const Origin& other = first->second;
    if (is_new || (other.at.line == at.line && other.at.file == at.file && other.what == what)) {
      return;
    }
    diagnostics_.error(at, fmt::format("{} and {} both define the {} `{}`; different names are expected", other.what,
                                       what, std::string_view(other.kind) == kind ? kind : "name", name));
    if (other.at.file != nullptr) {
      diagnostics_.note(other.at, "the other one is here");
    }
  }

  void expect_free(const char* kind, const std::string& name, const std::string& what, Position at) {
    if (const auto reason = taken_in_c(name, definitions_); reason && at.file != nullptr) {
      diagnostics_.error(
          at, fmt::format("{} defines the {} `{}`, which {}; another name is expected", what, kind, name, *reason));
    }
  }

 private:
  struct Origin {
    const char* kind;
    std::string what;
    Position at;
  };

  const Definitions& definitions_;
  Diagnostics& diagnostics_;
  std::map<std::string, Origin> names_;
};

constexpr const char* kMacro = "macro";
constexpr const char* kFunction = "function";

std::string partition_of(const Manifest& manifest) { return fmt::format("the partition `{}`", manifest.name.value); }

// sid.h and pid.h are always included together. SVC-11 covers equal service names and MAN-20 equal partition names, so
// both are skipped here.
void add_shared_macros(const System& system, Scope& names) {
  std::set<std::string> services;
  std::set<std::string> partitions;
  std::set<std::string> files;
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      const std::string& name = service.name.value;
      if (name.empty() || !services.insert(name).second) {
        continue;
      }
      for (const char* suffix : {"_SID", "_VERSION", "_HANDLE"}) {
        names.add(kMacro, name + suffix, fmt::format("the service `{}`", name), service.name.at);
      }
    }
  }
  names.add(kMacro, "TFM_MAX_USER_PARTITIONS", "the number of partitions", {});
  for (const Manifest& manifest : system.manifests) {
    const std::string& name = manifest.name.value;
    if (name.empty() || !partitions.insert(name).second) {
      continue;
    }
    names.add(kMacro, name, partition_of(manifest), manifest.name.at);
    const std::string& file = manifest.base_name;
    const bool is_table = manifest.output_path.empty() && (file == "sid" || file == "pid");  // check_headers reports it
    if (!is_table && files.insert(file).second) {
      names.add(kMacro, header_guard(file), fmt::format("the header of `{}`", name), manifest.name.at);
    }
  }
}

// MIRQ-9
void add_interrupts(const Manifest& manifest, Scope& names) {
  for (const Interrupt& interrupt : manifest.interrupts) {
    if (interrupt.signal.value.empty()) {
      continue;
    }
    const std::string what = fmt::format("the interrupt in line {}", interrupt.signal.at.line);
    names.add(kMacro, interrupt.signal.value, what, interrupt.signal.at);
    if (!interrupt.flih_function.empty()) {
      names.add(kFunction, interrupt.flih_function, what, interrupt.signal.at);
    }
  }
}

// What a partition's own header declares, and the functions that the partition has to define.
void add_own_names(const Manifest& manifest, Model model, Scope& names) {
  for (const char* suffix : {"_MODEL_IPC", "_MODEL_SFN"}) {
    names.add(kMacro, manifest.name.value + suffix, partition_of(manifest), manifest.name.at);
  }
  std::set<std::string> services;
  for (const Service& service : manifest.services) {
    const std::string& name = service.name.value;
    if (name.empty() || !services.insert(name).second) {
      continue;
    }
    const std::string what = fmt::format("the service `{}`", name);
    if (model == Model::ipc) {
      names.add(kMacro, name + "_SIGNAL", what, service.name.at);
    } else {
      names.add(kFunction, lower_case(name) + "_sfn", what, service.name.at);
    }
  }
  add_interrupts(manifest, names);
  const Located<std::string>& used = model == Model::ipc ? manifest.entry_point : manifest.entry_init;
  for (const auto& [function, what] :
       {std::pair{&manifest.entry_point, "`entry_point`"}, std::pair{&manifest.entry_init, "`entry_init`"}}) {
    if (function->value.empty()) {
      continue;
    }
    if (function == &used) {
      names.add(kFunction, function->value, what, function->at);
    } else {
      names.expect_free(kFunction, function->value, what, function->at);
    }
  }
}

// GEN-12: the header is named after the file.
void check_headers(const System& system, Diagnostics& diagnostics) {
  std::map<std::string, const Manifest*> headers{{"psa_manifest/sid.h", nullptr}, {"psa_manifest/pid.h", nullptr}};
  for (const Manifest& manifest : system.manifests) {
    if (manifest.name.value.empty()) {
      continue;
    }
    const std::filesystem::path directory(manifest.output_path);
    const std::string path = (directory / "psa_manifest" / (manifest.base_name + ".h")).lexically_normal().string();
    const auto [first, is_new] = headers.emplace(path, &manifest);
    if (is_new) {
      continue;
    }
    const Manifest* other = first->second;
    const std::string what = other != nullptr               ? partition_of(*other)
                             : path == "psa_manifest/sid.h" ? "the table of services"
                                                            : "the table of partitions";
    diagnostics.error(manifest.name.at,
                      fmt::format("{} and {} both define the header `{}`; different names are expected", what,
                                  partition_of(manifest), path));
    if (other != nullptr) {
      diagnostics.note(other->name.at, "the other one is here");
    }
  }
}

}  // namespace

void check_generated_names(const System& system, const Configuration& configuration, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "name");
  Scope shared(configuration.definitions, diagnostics);
  add_shared_macros(system, shared);
  std::set<std::string> partitions;
  for (const Manifest& manifest : system.manifests) {
    if (!manifest.name.value.empty() && partitions.insert(manifest.name.value).second) {
      Scope own = shared;
      add_own_names(manifest, manifest.model_on(configuration.backend), own);
    }
  }
  check_headers(system, diagnostics);
}

}  // namespace postern::rules
