// The validity rules that look at more than one key: everything that has to be true of the whole system before anything
// is planned. Each function is one family of rules and reports all its violations.
#pragma once

#include "model/board.hpp"
#include "model/configuration.hpp"
#include "model/manifest.hpp"
#include "text/diagnostics.hpp"

namespace postern::rules {

/// MAN-20 to MAN-22: names, entry points and ids are unique; a partition has something to do and not too much.
void check_partitions(const System& system, Diagnostics& diagnostics);
/// SVC-10 to SVC-12
void check_services(const System& system, Diagnostics& diagnostics);
/// MMV-17, MMV-18: a service that may map vectors, where it cannot.
void check_mapping(const System& system, const Configuration& configuration, Diagnostics& diagnostics);
/// MMIO-3: every address of a region is a partition's to have; and the number of regions the protection unit has.
void check_mmio(const System& system, const Configuration& configuration, const Board& board, Diagnostics& diagnostics);
/// MIRQ-3, MIRQ-9: a source has one owner, and none that the board gives to the non-secure world.
void check_interrupts(const System& system, const Board& board, Diagnostics& diagnostics);
/// DEP-2, DEP-3
void check_dependencies(const System& system, Diagnostics& diagnostics);
/// No two generated macros, functions or headers have one name, and none has a name that C, the headers of the
/// framework or the build has already.
void check_generated_names(const System& system, const Configuration& configuration, Diagnostics& diagnostics);
/// BSEL-2, -3, -5: what this backend and this board can do; stacks that are too small.
void check_backend(const System& system, const Configuration& configuration, const Board& board,
                   Diagnostics& diagnostics);

/// All of them.
void check_system(const System& system, const Configuration& configuration, const Board& board,
                  Diagnostics& diagnostics);

}  // namespace postern::rules
