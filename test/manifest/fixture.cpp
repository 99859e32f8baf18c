// SPDX-License-Identifier: Apache-2.0

#include "fixture.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace postern::testing {

namespace {

constexpr const char* kList = R"(description: The base system
type: manifest_list
manifest_list:
  - description: An IPC partition
    manifest: alpha.yaml
    pid: 300
  - description: An SFN partition
    manifest: beta.yaml
    pid: 301
  - description: A partition of version 1.0
    manifest: old.json
    pid: 302
)";

constexpr const char* kAlpha = R"(psa_framework_version: 1.1
name: ALPHA
type: PSA-ROT
priority: NORMAL
model: IPC
entry_point: alpha_main
stack_size: 0x400
services:
  - name: ALPHA_OPEN
    sid: "0x00000100"
    non_secure_clients: true
    connection_based: true
  - name: ALPHA_FAST
    sid: "0x00000101"
    non_secure_clients: false
    connection_based: false
    stateless_handle: 5
irqs:
  - source: TIMER0
    name: TICK
    handling: SLIH
mmio_regions:
  - name: UART1
    permission: READ-WRITE
  - base: "0x50010000"
    size: 0x40
    permission: READ-ONLY
)";

constexpr const char* kBeta = R"(psa_framework_version: 1.1
name: BETA
type: APPLICATION-ROT
priority: LOW
model: SFN
entry_init: beta_init
stack_size: BETA_STACK
services:
  - name: BETA_ADD
    sid: "0x00000200"
    non_secure_clients: true
    connection_based: false
dependencies:
  - ALPHA_OPEN
)";

constexpr const char* kOld = R"({
	"psa_framework_version": 1.0,
	"name": "OLD",
	"type": "APPLICATION-ROT",
	"priority": "HIGH",
	"entry_point": "old_main",
	"stack_size": "0x200",
	"services": [
		{
			"name": "OLD_SERVICE",
			"sid": "0x00000300",
			"non_secure_clients": true
		}
	],
	"irqs": [{"source": 20, "signal": "OLD_IRQ"}],
	"dependencies": ["BETA_ADD"]
}
)";

}  // namespace

Workspace::Workspace() {
  std::string pattern = (std::filesystem::temp_directory_path() / "manifest-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("no temporary directory");
  directory_ = pattern;
  write("list.yaml", kList);
  write("alpha.yaml", kAlpha);
  write("beta.yaml", kBeta);
  write("old.json", kOld);
  std::filesystem::copy_file(std::filesystem::path(POSTERN_TEST_DIRECTORY) / "board.yaml", directory_ / "board.yaml");
  options.defines = {"BETA_STACK=0x300", "EXTRA=OFF"};
}

Workspace::~Workspace() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void Workspace::write(const std::string& name, const std::string& text) {
  std::filesystem::create_directories((directory_ / name).parent_path());
  std::ofstream(directory_ / name, std::ios::binary) << text;
}

std::string Workspace::read(const std::string& name) const {
  std::ifstream stream(directory_ / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void Workspace::replace(const std::string& name, const std::string& from, const std::string& to) {
  std::string text = read(name);
  const std::size_t at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) {
    throw std::runtime_error(name + " does not have exactly one: " + from);
  }
  write(name, text.replace(at, from.size(), to));
}

Invocation Workspace::invocation() const {
  Invocation invocation;
  for (const std::string& list : lists)
    invocation.lists.push_back(path(list));
  invocation.board = path("board.yaml");
  if (std::filesystem::exists(path("extra.yaml")))
    invocation.board_extras.push_back(path("extra.yaml"));
  if (std::filesystem::exists(path("layout.yaml")))
    invocation.layout = path("layout.yaml");
  invocation.options = options;
  return invocation;
}

Compilation Workspace::generate() const {
  Invocation with_output = invocation();
  with_output.output = directory_ / "out";
  return compile(with_output);
}

std::string Workspace::file(const Compilation& compilation, const std::string& name) const {
  const auto found = compilation.files.find(directory_ / "out" / name);
  return found == compilation.files.end() ? "no file " + name : found->second;
}

std::vector<std::string> Workspace::headlines(const Compilation& compilation) const {
  std::vector<std::string> lines;
  const std::string prefix = directory_.string() + "/";
  for (const Diagnostic& diagnostic : compilation.diagnostics.all()) {
    std::string line = headline(diagnostic);
    for (std::size_t at = line.find(prefix); at != std::string::npos; at = line.find(prefix))
      line.erase(at, prefix.size());
    lines.push_back(line);
  }
  return lines;
}

Compilation compile_for_host(const std::string& backend) {
  Workspace workspace;
  workspace.replace("beta.yaml", "dependencies:\n  - ALPHA_OPEN\n", "");
  workspace.write("list.yaml", "manifest_list: [{description: two, manifest: beta.yaml}]\n");
  workspace.options.backend = backend;
  Invocation invocation = workspace.invocation();
  invocation.board = std::string(POSTERN_ROOT) + "/board/host/board.yaml";
  invocation.output = "out";
  return compile(invocation);
}

}  // namespace postern::testing
