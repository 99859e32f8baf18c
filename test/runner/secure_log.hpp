// SPDX-License-Identifier: Apache-2.0

// The required content of a secure log: the announced panics, and the lines.
//
// A line of the SPM begins in the first column and a line of a partition with a space, so no partition can write a
// panic into the log.
#pragma once

#include <string>
#include <vector>

namespace postern::runner {

/// Without carriage returns; no lines if the file does not exist.
std::vector<std::string> lines_of(const std::string& file);

/// The same of a secure log, those of the SPM as the sentences of `postern decode --lines`. `program` wrote the log.
std::vector<std::string> told_lines(const std::string& file, const std::string& program);

/// The records that the next boots found, in the form of `expect-panic`: PARTITION RULE, or PARTITION FAULT [OVERFLOW]
/// NAME=VALUE...
std::vector<std::string> recorded_panics(const std::vector<std::string>& log);

/// The differences, a line for each; empty if they agree. Of a fault only the announced values are compared.
std::string compare_panics(const std::vector<std::string>& announced, const std::vector<std::string>& log);

/// The same for all other lines. If nothing is announced, nothing is compared.
std::string compare_lines(const std::vector<std::string>& announced, const std::vector<std::string>& log);

}  // namespace postern::runner
