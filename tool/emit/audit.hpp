// places.hpp: what `postern audit` has to be told of an image because no table of the kernel says it: where everybody's
// memory begins and ends, names, and facts of the board. It goes into the audit's record and nowhere else.
#pragma once

#include <string>

#include "plan/plan.hpp"

namespace postern {

[[nodiscard]] std::string places_header(const Plan& plan);

}  // namespace postern
