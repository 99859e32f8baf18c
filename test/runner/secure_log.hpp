// What a secure log must hold: the panics that were announced, and the lines.
//
// A line of the SPM begins in the first column and a line of a partition with a space, so no partition can write a
// panic into the log.
#pragma once

#include <string>
#include <vector>

namespace postern::runner {

/// Without carriage returns; none where there is no file.
std::vector<std::string> lines_of(const std::string& file);

/// The records that the next boots found, as `expect-panic` announces them: PARTITION RULE, or PARTITION FAULT
/// [OVERFLOW] NAME=VALUE...
std::vector<std::string> recorded_panics(const std::vector<std::string>& log);

/// How they differ, a line for each; empty where they agree. Of a fault, what is announced must be so.
std::string compare_panics(const std::vector<std::string>& announced, const std::vector<std::string>& log);

/// The same of all other lines. Where nothing is announced, nothing is compared.
std::string compare_lines(const std::vector<std::string>& announced, const std::vector<std::string>& log);

}  // namespace postern::runner
