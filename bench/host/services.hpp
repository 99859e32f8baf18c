// SPDX-License-Identifier: Apache-2.0

// Bytes of the services of partitions/, and their part of the page. `main` and `page` call it; it relies on the names
// that cmake/Services.cmake and the manifests in partitions/ give.
#pragma once

#include <string>
#include <vector>

#include "figures.hpp"
#include "measure.hpp"

namespace postern::bench {

/// Figures service.client.<service>, service.flash.<service>.<configuration> and service.ram.<service>.<configuration>.
[[nodiscard]] Figures service_sizes(const std::vector<Run>& runs);

/// For a terminal: client, flash/RAM by configuration.
[[nodiscard]] std::string service_table(const Figures& figures);

[[nodiscard]] std::string services_of_page(const Figures& ours, const Figures& theirs);

}  // namespace postern::bench
