// SPDX-License-Identifier: Apache-2.0

// Checks of the model that need more than one key: what must be true of the whole system before it is planned.
// compile.cpp calls them after reading. Each function covers one family of rules and reports all its errors.
#pragma once

#include "model/board.hpp"
#include "model/configuration.hpp"
#include "model/manifest.hpp"
#include "text/diagnostics.hpp"

namespace postern::rules {

/// MAN-20 to MAN-22: names, entry points and ids are unique; a partition has some services or interrupts, not too many.
void check_partitions(const System& system, Diagnostics& diagnostics);
/// SVC-10 to SVC-12
void check_services(const System& system, Diagnostics& diagnostics);
/// MMV-18: warns about a service that cannot map all vectors of its clients.
void check_mapping(const System& system, const Configuration& configuration, Diagnostics& diagnostics);
/// MMIO-3: a partition may have every address of its regions; the MPU has enough slots for them.
void check_mmio(const System& system, const Configuration& configuration, const Board& board, Diagnostics& diagnostics);
/// MIRQ-3, MIRQ-9: an interrupt line has one owner, and the board does not give it to the non-secure world.
void check_interrupts(const System& system, const Board& board, Diagnostics& diagnostics);
/// DEP-2, DEP-3
void check_dependencies(const System& system, Diagnostics& diagnostics);
/// No two generated macros, functions or headers have the same name, nor a name that C, the headers of the framework or
/// the build already use.
void check_generated_names(const System& system, const Configuration& configuration, Diagnostics& diagnostics);
/// BSEL-2, -3, -5: the backend and the board can run the partitions; no stack is too small.
void check_backend(const System& system, const Configuration& configuration, const Board& board,
                   Diagnostics& diagnostics);

/// Runs all of the above.
void check_system(const System& system, const Configuration& configuration, const Board& board,
                  Diagnostics& diagnostics);

}  // namespace postern::rules
