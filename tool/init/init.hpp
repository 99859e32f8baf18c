// SPDX-License-Identifier: Apache-2.0

// The files of a product with one partition that builds and answers: `postern init NAME`.
//
// The name is judged by the checks of `postern check`, on the manifest that was made of it. So init has no rules of
// its own about names, and what it writes is valid.
#pragma once

#include <map>
#include <string>
#include <variant>

#include "model/manifest.hpp"

namespace postern {

using Texts = std::map<std::string, std::string>;  // by path in the product's folder

struct Refusal {
  std::string reason;
};

/// The files, or why the partition cannot have this name. `version` is that of the package that the product needs.
[[nodiscard]] std::variant<Texts, Refusal> new_product(const std::string& name, Model model,
                                                       const std::string& version);

/// The name of its folder: that of the partition in lower case.
[[nodiscard]] std::string product_folder(const std::string& name);

}  // namespace postern
