// SPDX-License-Identifier: Apache-2.0

#include "model/manifest.hpp"

#include <algorithm>

#include "text/words.hpp"

namespace postern {

Model Manifest::model_on(Backend backend) const {
  switch (model.value) {
    case DeclaredModel::ipc: return Model::ipc;
    case DeclaredModel::sfn: return Model::sfn;
    case DeclaredModel::dual: return backend == Backend::ipc ? Model::ipc : Model::sfn;
  }
  return Model::ipc;
}

bool Manifest::has_first_level() const {
  return std::any_of(interrupts.begin(), interrupts.end(),
                     [](const Interrupt& interrupt) { return interrupt.handling == Handling::first_level; });
}

bool Manifest::restarts() const { return on_error.value == OnPanic::restart || on_fault.value == OnPanic::restart; }

std::string header_guard(const std::string& base_name) {
  std::string guard = "PSA_MANIFEST_" + upper_case(base_name) + "_H";
  for (char& c : guard) {
    if (!is_identifier(std::string("_") + c)) {
      c = '_';
    }
  }
  return guard;
}

}  // namespace postern
