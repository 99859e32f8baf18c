#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <map>

#include "rules/rules.hpp"
#include "words.hpp"

namespace postern::rules {

namespace {

struct Origin {
  std::string what;
  Position at;
};

// The names of one scope. Two origins of one name are an error at the second.
class Scope {
 public:
  Scope(const char* kind, Diagnostics& diagnostics) : kind_(kind), diagnostics_(diagnostics) {}

  void add(const std::string& name, const std::string& what, Position at) {
    const auto [first, is_new] = names_.emplace(name, Origin{what, at});
    if (is_new ||
        (first->second.at.line == at.line && first->second.at.file == at.file && first->second.what == what)) {
      return;
    }
    diagnostics_.error(at, fmt::format("{} and {} both make the {} `{}`; different names are expected",
                                       first->second.what, what, kind_, name));
    if (first->second.at.file != nullptr) {
      diagnostics_.note(first->second.at, "the other is here");
    }
  }

 private:
  const char* kind_;
  Diagnostics& diagnostics_;
  std::map<std::string, Origin> names_;
};

// sid.h and pid.h are included together, everywhere. Equal service names are SVC-11's and equal partition names
// MAN-20's, so they are skipped here.
void check_shared_macros(const System& system, Diagnostics& diagnostics) {
  Scope macros("macro", diagnostics);
  std::map<std::string, bool> services;
  std::map<std::string, bool> partitions;
  for (const Manifest& manifest : system.manifests) {
    for (const Service& service : manifest.services) {
      const std::string& name = service.name.value;
      if (name.empty() || !services.emplace(name, true).second) {
        continue;
      }
      for (const char* suffix : {"_SID", "_VERSION", "_HANDLE"}) {
        macros.add(name + suffix, fmt::format("the service `{}`", name), service.name.at);
      }
    }
  }
  macros.add("TFM_MAX_USER_PARTITIONS", "the number of partitions", {});
  for (const Manifest& manifest : system.manifests) {
    const std::string& name = manifest.name.value;
    if (name.empty() || !partitions.emplace(name, true).second) {
      continue;
    }
    macros.add(name, fmt::format("the partition `{}`", name), manifest.name.at);
  }
}

// MIRQ-9, and the same for the functions a partition has to define.
void check_partition_names(const Manifest& manifest, Model model, Diagnostics& diagnostics) {
  Scope macros("macro", diagnostics);
  Scope functions("function", diagnostics);
  for (const char* suffix : {"_MODEL_IPC", "_MODEL_SFN"}) {
    macros.add(manifest.name.value + suffix, fmt::format("the partition `{}`", manifest.name.value), manifest.name.at);
  }
  std::map<std::string, bool> services;
  for (const Service& service : manifest.services) {
    const std::string& name = service.name.value;
    if (name.empty() || !services.emplace(name, true).second) {
      continue;
    }
    const std::string what = fmt::format("the service `{}`", name);
    if (model == Model::ipc) {
      macros.add(name + "_SIGNAL", what, service.name.at);
    }
    if (model == Model::sfn) {
      functions.add(lower_case(name) + "_sfn", what, service.name.at);
    }
  }
  for (const Interrupt& interrupt : manifest.interrupts) {
    if (interrupt.signal.value.empty()) {
      continue;
    }
    const std::string what = fmt::format("the interrupt in line {}", interrupt.signal.at.line);
    macros.add(interrupt.signal.value, what, interrupt.signal.at);
    if (!interrupt.flih_function.empty()) {
      functions.add(interrupt.flih_function, what, interrupt.signal.at);
    }
  }
}

// In system.hpp a first-level handler has the name of its partition before its own.
void check_first_level_symbols(const System& system, Diagnostics& diagnostics) {
  Scope symbols("symbol", diagnostics);
  std::map<std::string, bool> partitions;
  for (const Manifest& manifest : system.manifests) {
    const std::string& name = manifest.name.value;
    if (name.empty() || !partitions.emplace(name, true).second) {
      continue;
    }
    std::map<std::string, bool> functions;
    for (const Interrupt& interrupt : manifest.interrupts) {
      if (interrupt.flih_function.empty() || !functions.emplace(interrupt.flih_function, true).second) {
        continue;
      }
      symbols.add(fmt::format("{}_{}", name, interrupt.flih_function), fmt::format("the partition `{}`", name),
                  interrupt.signal.at);
    }
  }
}

// GEN-12: the header is named for the file.
void check_headers(const System& system, Diagnostics& diagnostics) {
  Scope headers("header", diagnostics);
  headers.add("psa_manifest/sid.h", "the table of services", {});
  headers.add("psa_manifest/pid.h", "the table of partitions", {});
  for (const Manifest& manifest : system.manifests) {
    if (manifest.name.value.empty()) {
      continue;
    }
    const std::filesystem::path directory(manifest.output_path);
    const std::string path = (directory / "psa_manifest" / (manifest.base_name + ".h")).lexically_normal().string();
    headers.add(path, fmt::format("the partition `{}`", manifest.name.value), manifest.name.at);
  }
}

}  // namespace

void check_generated_names(const System& system, const Configuration& configuration, Diagnostics& diagnostics) {
  check_shared_macros(system, diagnostics);
  for (const Manifest& manifest : system.manifests) {
    if (!manifest.name.value.empty()) {
      check_partition_names(manifest, manifest.model_on(configuration.backend), diagnostics);
    }
  }
  check_first_level_symbols(system, diagnostics);
  check_headers(system, diagnostics);
}

}  // namespace postern::rules
