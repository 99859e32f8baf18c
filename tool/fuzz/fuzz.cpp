// SPDX-License-Identifier: Apache-2.0

#include "fuzz/fuzz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "compile.hpp"

namespace postern::fuzz {

namespace {

constexpr const char* kList = R"(description: A system
type: manifest_list
manifest_list:
  - {description: one, manifest: one.yaml, pid: 300, output_path: there, non_ffm_attributes: [weak_dependencies]}
  - description: "two"
    manifest: two.json
    conditional: INCLUDED
    linker_pattern: {library_list: ['*two*']}
)";

constexpr const char* kOne = R"(psa_framework_version: 1.1
name: ONE
type: PSA-ROT
priority: NORMAL
model: dual
entry_point: one_main
entry_init: one_init
stack_size: &size 0x400
heap_size: *size
description: >
  folded
  text
services:
  - name: ONE_OPEN
    sid: "0x00000100"
    non_secure_clients: true
    connection_based: true
    version_policy: RELAXED
  - {name: ONE_FAST, sid: 0x101, non_secure_clients: false, connection_based: false, stateless_handle: 5}
irqs:
  - source: TIMER0
    name: TICK
    handling: FLIH
mmio_regions:
  - name: UART1
    permission: READ-WRITE
  - {base: "0x50010000", size: 0x40, permission: READ-ONLY}
weak_dependencies: [NOWHERE]
)";

constexpr const char* kTwo = R"({
	"psa_framework_version": 1.0,
	"name": "TWO",
	"type": "APPLICATION-ROT",
	"priority": "HIGH",
	"entry_point": "two_main",
	"stack_size": "TWO_STACK_SIZE + 8",
	"services": [{"name": "TWO_SERVICE", "sid": "0x300", "non_secure_clients": true, "version": 2}],
	"irqs": [{"source": 20, "signal": "TWO_IRQ"}],
	"dependencies": ["ONE_OPEN"]
}
)";

constexpr const char* kBoard = R"(name: test/board
architecture: armv8m
cpu: cortex-m33
machine: mps2-an521
mpu_regions: 8
isolation_levels: [1, 2, 3]
memory:
  secure_code: {base: 0x10000000, size: 0x00080000}
  secure_ram: {base: 0x38000000, size: 0x00020000}
  non_secure_code: {base: 0x00100000, size: 0x00080000}
  non_secure_ram: {base: 0x28200000, size: 0x00020000}
non_secure_memory: [non_secure_code, non_secure_ram]
interrupts:
  count: 124
  names:
    TIMER0: 3
    TEST_LINE: 20
  non_secure: [32]
storage:
  SSRAM1: {size: 0x00400000, at: [0x10000000, 0x00000000], controllers: [0x58007000]}
  SSRAM2: {size: 0x00400000, at: [0x38000000, 0x28000000], controllers: [0x58008000, 0x58009000]}
  BUFFERS: {size: 0x2000, at: [0x50010000, 0x50020000]}
secure_devices: {base: 0x50000000, size: 0x10000000}
log: UART4
devices:
  UART4: {base: 0x50204000, size: 0x1000, also: [0x40204000], owner: kernel}
  UART0: {base: 0x40200000, size: 0x1000, owner: non_secure, port: {register: 0x50080084, bit: 5}}
  SYSTEM: {base: 0x50022000, size: 0x1000, owner: none, because: its owner has all privileges}
  UART1: {base: 0x50201000, size: 0x1000}
  TIMER1: {base: 0x50001000, size: 0x1000, gate: {register: 0x500800B0, bit: 1}}
)";

constexpr const char* kExtra = R"(description: more
interrupts: {names: {ALSO: TIMER0, OTHER: 7}}
devices:
  ALSO_UART1: UART1
  OTHER: {base: 0x50011000, size: 32}
)";

// U+202E byte by byte: a string literal that leaves it open is shown with its source reversed.
constexpr char kRightToLeft[] = {'\xE2', '\x80', '\xAE', '\0'};

// Text on which parsers tend to fail.
constexpr std::string_view kTokens[] = {"\"",
                                        "'",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        ",",
                                        ":",
                                        ": ",
                                        "- ",
                                        "? ",
                                        "\n",
                                        "\r",
                                        "\t",
                                        " ",
                                        "#",
                                        "&a ",
                                        "*a",
                                        "!!str ",
                                        "!",
                                        "|\n",
                                        ">\n",
                                        "%",
                                        "@",
                                        "`",
                                        "---\n",
                                        "...\n",
                                        "<<: *a",
                                        "~",
                                        "null",
                                        "true",
                                        "-1",
                                        "0",
                                        "0x",
                                        "1e9",
                                        ".inf",
                                        ".nan",
                                        "1.5",
                                        "99999999999999999999",
                                        "0xFFFFFFFF",
                                        "0x100000000",
                                        "-0x80000000",
                                        "\xEF\xBB\xBF",
                                        "\xC3\x84",
                                        "\xE6\x97\xA5",
                                        "\xF0\x9F\x98\x80",
                                        "\xFF",
                                        "\xC0\xAF",
                                        "\xED\xA0\x80",
                                        "\x1b[2J",
                                        kRightToLeft,
                                        "\xC2\x85",
                                        "\xE2\x80\xA8",
                                        "$HOME",
                                        "${",
                                        "\\x00",
                                        "\\u001b",
                                        "PSA_SUCCESS",
                                        "kernel",
                                        "agent",
                                        "((((",
                                        "1<<40",
                                        "A+B",
                                        "/0",
                                        "%0",
                                        "[[[[[[[[",
                                        "{a: {b: "};

std::string_view severity(Severity which) {
  return which == Severity::error ? "error" : which == Severity::warning ? "warning" : "note";
}

// Diagnostics about the command line or the choice of a backend are not about a text.
bool may_stand_nowhere(const Diagnostic& diagnostic) {
  return diagnostic.severity == Severity::note || diagnostic.message.find("TFM_ISOLATION_LEVEL=") == 0;
}

}  // namespace

std::string judge(const Compilation& compilation) {
  constexpr std::size_t kLongest = 500'000;
  for (const Diagnostic& diagnostic : compilation.diagnostics.all()) {
    const Position& at = diagnostic.at;
    if (at.file == nullptr && may_stand_nowhere(diagnostic)) {
      continue;
    }
    const bool is_in_file = at.file != nullptr && at.line >= 1 && at.line <= at.file->line_count() && at.column >= 1;
    if (!is_in_file || diagnostic.message.empty()) {
      return fmt::format("the {} has no place: {}", severity(diagnostic.severity), headline(diagnostic));
    }
  }
  const std::string text = compilation.diagnostics.text();
  const bool is_harmless = std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\n' || c == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
  if (!is_harmless) {
    return "a control character is printed";
  }
  if (text.size() > kLongest) {
    return fmt::format("{} bytes are printed", text.size());
  }
  return compilation.diagnostics.has_errors() && !compilation.files.empty() ? "there is output in spite of errors" : "";
}

Invocation invocation_of(const std::filesystem::path& directory) {
  Invocation invocation;
  invocation.lists = {(directory / "list.yaml").string()};
  invocation.board = (directory / "board.yaml").string();
  invocation.board_extras = {(directory / "extra.yaml").string()};
  invocation.options.defines = {"INCLUDED=ON", "TWO_STACK_SIZE=0x200"};
  invocation.output = directory / "out";
  return invocation;
}

const Texts& seeds() {
  static const Texts texts{
      {"list.yaml", kList}, {"one.yaml", kOne}, {"two.json", kTwo}, {"board.yaml", kBoard}, {"extra.yaml", kExtra}};
  return texts;
}

std::string Mutator::piece(const std::string& text) {
  if (text.empty()) {
    return "";
  }
  const std::size_t start = below(text.size());
  return text.substr(start, 1 + below(std::min<std::size_t>(text.size() - start, 60)));
}

void Mutator::once(std::string& text, const Texts& others) {
  const std::size_t place = below(text.size() + 1);
  switch (below(9)) {
    case 0: text.erase(place, 1 + below(4)); break;
    case 1: text.erase(place, below(80)); break;
    case 2: text.insert(place, kTokens[below(std::size(kTokens))]); break;
    case 3: text.insert(place, piece(text)); break;
    case 4:
      text.insert(place, piece(std::next(others.begin(), static_cast<long>(below(others.size())))->second));
      break;
    case 5: {
      if (place < text.size()) {
        text[place] = static_cast<char>(below(256));
      }
      break;
    }
    case 6: {
      const std::string_view token = kTokens[below(std::size(kTokens))];
      const std::size_t times = below(8) == 0 ? 20'000 : 30;
      std::string many;
      for (std::size_t i = 0; i < times; ++i) {
        many += token;
      }
      text.insert(place, many);
      break;
    }
    case 7: {  // the value behind a colon
      const std::size_t colon = text.find(": ", place);
      if (colon != std::string::npos) {
        const std::size_t end = std::min(text.find_first_of(",}\n", colon), text.size());
        text.replace(colon + 2, end - std::min(end, colon + 2), kTokens[below(std::size(kTokens))]);
      }
      break;
    }
    default: text.resize(place); break;
  }
}

std::string Mutator::mutate(std::string text, const Texts& others) {
  for (std::size_t count = 1 + below(4); count != 0; --count) {
    once(text, others);
  }
  return text;
}

Case::Case(std::uint64_t seed, std::filesystem::path directory) : directory_(std::move(directory)) {
  Mutator mutator(seed);
  const auto chosen = std::next(seeds().begin(), static_cast<long>(mutator.below(seeds().size())));
  file_ = chosen->first;
  text_ = mutator.mutate(chosen->second, seeds());
  backend_ = mutator.below(3) == 0 ? "SFN" : "IPC";
  level_ = std::to_string(1 + mutator.below(3));
  for (const auto& [name, text] : seeds()) {
    std::ofstream(directory_ / name, std::ios::binary) << (name == file_ ? text_ : text);
  }
}

std::string errors_of_seeds(const std::filesystem::path& directory) {
  for (const auto& [name, text] : seeds()) {
    std::ofstream(directory / name, std::ios::binary) << text;
  }
  const Compilation compilation = compile(invocation_of(directory));
  return compilation.diagnostics.has_errors() ? compilation.diagnostics.text() : "";
}

std::string Case::run() const {
  Invocation invocation = invocation_of(directory_);
  invocation.options.backend = backend_;
  invocation.options.level = backend_ == "SFN" ? "1" : level_;
  try {
    return judge(compile(invocation));
  } catch (const std::exception& problem) {
    return fmt::format("an exception escapes: {}", problem.what());
  }
}

std::string Case::described() const {
  return fmt::format("{} on the {} backend, level {}:\n{}\n", file_, backend_, level_, text_);
}

}  // namespace postern::fuzz
