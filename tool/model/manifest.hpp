// SPDX-License-Identifier: Apache-2.0

// The model: manifests and manifest lists as they were read. read/ makes it; check/ and plan/ use it.
//
// A field that could not be read is empty (names) or absent (numbers), so that the checks that compare manifests can
// still report other errors. A model with errors is never planned or emitted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/configuration.hpp"
#include "text/source.hpp"

namespace postern {

/// Handles of stateless services: numbers from 1.
inline constexpr unsigned kStatelessHandles = 32;

enum class FrameworkVersion { v1_0, v1_1 };
enum class Priority { high, normal, low };
enum class DeclaredModel { ipc, sfn, dual };
enum class Model { ipc, sfn };
enum class Handling { second_level, first_level };
/// What follows a panic of a partition. The numbers are the kernel's (spm/descriptors.hpp).
enum class OnPanic { reset, halt, restart };

struct Service {
  Located<std::string> name;
  std::optional<Located<std::uint32_t>> sid;
  Located<std::uint32_t> version{1, {}};
  bool non_secure_clients = false;
  bool relaxed = false;
  bool connection_based = true;
  std::optional<Located<unsigned>> stateless_handle;  // absent: auto
  std::optional<Position> mm_iovec;                   // where the manifest asks for it
};

struct MmioRegion {
  std::string name;  // empty for a numbered region
  Position at;
  std::uint64_t base = 0;
  std::uint64_t size = 0;  // 0: could not be read
  bool writable = false;
};

struct Interrupt {
  std::optional<Located<unsigned>> source;
  Located<std::string> signal;  // the macro
  std::string flih_function;    // for first-level handling
  Handling handling = Handling::second_level;
};

struct StackSize {
  std::string text;                    // as C
  std::optional<std::uint64_t> value;  // absent: only the C compiler knows
  std::string unknown;                 // the name that only the C compiler knows
  Position at;
};

struct Manifest {
  const SourceFile* file = nullptr;
  bool is_read = false;     // it is a map
  std::string base_name;    // of the file, without extension: the header's name (GEN-12)
  std::string output_path;  // empty: beside sid.h
  std::optional<Located<std::int32_t>> pid;

  FrameworkVersion version = FrameworkVersion::v1_1;
  Located<std::string> name;
  bool is_psa_rot = false;
  Priority priority = Priority::normal;
  Located<DeclaredModel> model{DeclaredModel::ipc, {}};
  Located<std::string> entry_point;  // empty when absent
  Located<std::string> entry_init;
  StackSize stack;
  std::uint64_t heap_size = 0;
  bool is_ns_agent = false;
  Located<OnPanic> on_error{OnPanic::reset, {}};  // a broken rule, psa_panic
  Located<OnPanic> on_fault{OnPanic::reset, {}};

  std::vector<Service> services;
  std::vector<Interrupt> interrupts;
  std::vector<MmioRegion> mmio_regions;
  std::vector<Located<std::string>> dependencies;
  std::vector<Located<std::string>> weak_dependencies;

  [[nodiscard]] Model model_on(Backend backend) const;
  [[nodiscard]] bool has_first_level() const;  // whether it has a FLIH function
  [[nodiscard]] bool restarts() const;         // after an error or a fault
};

/// The include guard of the header that is named after a manifest's file (GEN-12).
[[nodiscard]] std::string header_guard(const std::string& base_name);

struct System {
  bool is_whole = true;             // no manifest was left out because of an error
  std::vector<Manifest> manifests;  // in the order of the lists
};

}  // namespace postern
