#include "init/init.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string_view>
#include <utility>

#include "check_files.hpp"
#include "text/diagnostics.hpp"
#include "text/words.hpp"

namespace postern {

namespace {

constexpr std::string_view kProject = R"(cmake_minimum_required(VERSION 3.22)
project(product LANGUAGES C CXX ASM)

find_package(Postern @VERSION@ REQUIRED)

postern_add_partition(@NAME@ SOURCES @name@.c)
postern_add_image(product MANIFEST_LISTS manifest_list.yaml NS_SOURCES non_secure/main.c ${POSTERN_NS_PLATFORM}
                  NS_INCLUDES .)
)";

constexpr std::string_view kList = R"(description: The partitions of the product
type: manifest_list
version_major: 0
version_minor: 1
manifest_list:
  - description: Doubles numbers
    manifest: @name@.yaml
)";

constexpr std::string_view kManifest = R"(psa_framework_version: 1.1
name: @VALUE@
type: APPLICATION-ROT
priority: NORMAL
model: @MODEL@
@ENTRY@stack_size: 0x400
services:
  - name: @VALUE@
    sid: "@SID@"
    non_secure_clients: true
    connection_based: false
    version: 1
    version_policy: STRICT
)";

constexpr std::string_view kHeader = R"(// What clients of the partition @NAME@ need to know.
//
// psa_manifest/sid.h has @NAME@_SID and @NAME@_HANDLE; the build makes it from @name@.yaml.
#ifndef @GUARD@
#define @GUARD@

#include <stdint.h>

#include "psa_manifest/sid.h"

// Doubles a number. One input and one output vector, each of type @name@_number_t.
#define @NAME@_DOUBLE 1

typedef int32_t @name@_number_t;

#endif
)";

constexpr std::string_view kSfnSource = R"(#include "psa/service.h"
#include "psa_manifest/@name@.h"
#include "@name@_service.h"

// Handles one message. The result is the status of the client's psa_call().
psa_status_t @name@_sfn(const psa_msg_t* msg) {
@BODY@}
)";

constexpr std::string_view kIpcSource = R"(#include "psa/service.h"
#include "psa_manifest/@name@.h"
#include "@name@_service.h"

static psa_status_t answer(const psa_msg_t* msg) {
@BODY@}

// The partition's thread: waits for a message, answers it, waits again.
void @name@_main(void) {
  for (;;) {
    psa_msg_t msg;

    psa_wait(@NAME@_SIGNAL, PSA_BLOCK);
    if (psa_get(@NAME@_SIGNAL, &msg) == PSA_SUCCESS) {
      psa_reply(msg.handle, answer(&msg));
    }
  }
}
)";

constexpr std::string_view kBody = R"(  @name@_number_t number;

  if (msg->type != @NAME@_DOUBLE) {
    return PSA_ERROR_NOT_SUPPORTED;
  }
  if (psa_read(msg->handle, 0, &number, sizeof number) != sizeof number || msg->out_size[0] != sizeof number) {
    return PSA_ERROR_INVALID_ARGUMENT;
  }
  number *= 2;
  psa_write(msg->handle, 0, &number, sizeof number);
  return PSA_SUCCESS;
)";

constexpr std::string_view kMain = R"(#include <stdio.h>

#include "@name@_service.h"
#include "ns_platform.h"
#include "psa/client.h"

int main(void) {
  @name@_number_t number = 21;
  const psa_invec in = {&number, sizeof number};
  psa_outvec out = {&number, sizeof number};
  char line[40];

  const psa_status_t status = psa_call(@NAME@_HANDLE, @NAME@_DOUBLE, &in, 1, &out, 1);
  snprintf(line, sizeof line, "twice 21 is %d, status %d\n", (int)number, (int)status);
  ns_print(line);
  ns_exit(status == PSA_SUCCESS ? 0 : 1);
}
)";

// Products of different names seldom have the same SID. It has a value that is easy to replace: the author chooses SIDs
// as soon as there are others.
std::string service_id(std::string_view name) {
  std::uint32_t hash = 2166136261U;
  for (const char c : name) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return fmt::format("0x{:08X}", 0x0001'0000U + (hash & 0xFFFFU));
}

using Replacements = std::map<std::string, std::string, std::less<>>;

/// Replaces each @word@.
std::string filled(std::string_view text, const Replacements& words) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = text.find('@');
    out += text.substr(0, start);
    if (start == std::string_view::npos) {
      break;
    }
    const std::size_t end = text.find('@', start + 1);
    out += words.find(text.substr(start + 1, end - start - 1))->second;
    text.remove_prefix(end + 1);
  }
  return out;
}

Replacements words_of(const std::string& name, Model model, const std::string& version) {
  const std::string lower = lower_case(name);
  const std::string guard = upper_case(name) + "_SERVICE_H";
  Replacements words{
      {"NAME", name}, {"name", lower}, {"VERSION", version}, {"GUARD", guard}, {"SID", service_id(name)}};
  words["VALUE"] = lower == "null" ? fmt::format("\"{}\"", name) : name;  // no text to YAML without quotes
  words["MODEL"] = model == Model::ipc ? "IPC" : "SFN";
  words["ENTRY"] = model == Model::ipc ? fmt::format("entry_point: {}_main\n", lower) : "";
  words["BODY"] = filled(kBody, words);
  return words;
}

/// What the checks find in the manifest; of several faults the first.
std::string fault_of(const std::string& file, const std::string& manifest) {
  Compilation compilation;
  check_manifest(file, manifest, compilation);
  for (const Diagnostic& diagnostic : compilation.diagnostics.all()) {
    if (diagnostic.severity == Severity::error) {
      return diagnostic.message;
    }
  }
  return "";
}

}  // namespace

std::string product_folder(const std::string& name) { return lower_case(name); }

std::variant<Texts, Refusal> new_product(const std::string& name, Model model, const std::string& version) {
  constexpr std::size_t kLongest = 64;
  if (!is_keyword(name) && (!is_identifier(name) || name.size() > kLongest)) {
    return Refusal{fmt::format(
        "`{}` cannot be the name of a partition; a C identifier of up to {} characters is expected", name, kLongest)};
  }
  const Replacements words = words_of(name, model, version);
  const std::string file = lower_case(name) + ".yaml";
  const std::string manifest = filled(kManifest, words);
  if (std::string fault = fault_of(file, manifest); !fault.empty()) {
    return Refusal{std::move(fault)};
  }
  const std::string source = filled(model == Model::ipc ? kIpcSource : kSfnSource, words);
  return Texts{{"CMakeLists.txt", filled(kProject, words)},
               {"manifest_list.yaml", filled(kList, words)},
               {file, manifest},
               {lower_case(name) + "_service.h", filled(kHeader, words)},
               {lower_case(name) + ".c", source},
               {"non_secure/main.c", filled(kMain, words)}};
}

}  // namespace postern
