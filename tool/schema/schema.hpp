// SPDX-License-Identifier: Apache-2.0

// JSON Schema (draft 2020-12) of manifests, lists and boards, for editors: `postern schema`.
//
// It is made of what the readers of read/ ask for (read/probe.hpp), and has no list of keys of its own. It covers the
// shape of one file. Rules that need two values or two files are for `postern check`.
#pragma once

#include <string>

namespace postern {

enum class FileKind { manifest, list, board };

[[nodiscard]] std::string schema_text(FileKind kind);

}  // namespace postern
