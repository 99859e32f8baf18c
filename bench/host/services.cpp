// SPDX-License-Identifier: Apache-2.0

#include "services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "elf/object.hpp"

namespace postern::bench {

namespace {

struct Service {
  const char* name;       // in figures
  const char* partition;  // in its manifest
  const char* client;     // below interface/src
  const char* title;
};

constexpr std::array kServices{
    Service{"its", "TFM_SP_ITS", "tfm_its_api.c", "Internal Trusted Storage"},
    Service{"ps", "TFM_SP_PS", "tfm_ps_api.c", "Protected Storage"},
    Service{"attestation", "TFM_SP_INITIAL_ATTESTATION", "tfm_attest_api.c", "Initial Attestation"},
    Service{"platform", "TFM_SP_PLATFORM", "tfm_platform_api.c", "Platform"},
    Service{"crypto", "TFM_SP_CRYPTO", "tfm_crypto_api.c", "Crypto, with Mbed TLS"},
};

struct Request {
  const char* name;  // of a window of bench/services/main.c
  const char* title;
};

constexpr std::array kRequests{
    Request{"its_set64", "`psa_its_set`, 64 bytes"},
    Request{"its_get64", "`psa_its_get`, 64 bytes"},
    Request{"its_remove", "`psa_its_remove`"},
    Request{"ps_set64", "`psa_ps_set`, 64 bytes"},
    Request{"ps_get64", "`psa_ps_get`, 64 bytes"},
    Request{"ps_remove", "`psa_ps_remove`"},
    Request{"counter_increment", "`tfm_platform_nv_counter_increment`"},
    Request{"counter_read", "`tfm_platform_nv_counter_read`"},
    Request{"sha256_64", "`psa_hash_compute`, SHA-256 of 64 bytes"},
    Request{"aes128_ccm_64", "`psa_aead_encrypt`, AES-128-CCM of 64 bytes"},
    Request{"ecdsa_p256_verify", "`psa_verify_hash`, ECDSA with P-256"},
    Request{"token", "`psa_initial_attest_get_token`"},
};

constexpr std::array kMeasured{"SFN.l1", "IPC.l3"};

// Of a relocatable object: what a program that calls every function gets.
std::int64_t bytes_of_object(const std::string& path) {
  std::int64_t sum = 0;
  for (const elf::Section& section : elf::Object(path).sections()) {
    sum += section.takes_memory ? static_cast<std::int64_t>(section.memory.end - section.memory.first) : 0;
  }
  return sum;
}

void add_partition(const Run& run, const Program& secure, const Service& service, Figures& figures) {
  std::int64_t flash = 0;
  std::int64_t ram = 0;
  for (const Share& share : secure.shares) {
    if (share.partition != service.partition) {
      continue;
    }
    const bool is_constant = share.kind == "text" || share.kind == "rodata";
    flash += is_constant || share.kind == "data" ? share.size : 0;
    ram += is_constant ? 0 : share.size;
  }
  figures.push_back({fmt::format("service.flash.{}.{}", service.name, run.configuration), flash, "bytes"});
  figures.push_back({fmt::format("service.ram.{}.{}", service.name, run.configuration), ram, "bytes"});
}

std::string cell(const Figures& figures, const std::string& name) {
  const Figure* figure = find(figures, name);
  return figure == nullptr ? "-" : fmt::format("{}", figure->value);
}

// Flash and RAM.
std::string pair_of(const Figures& figures, const std::string& end, const char* between) {
  return fmt::format("{}{}{}", cell(figures, "service.flash" + end), between, cell(figures, "service.ram" + end));
}

}  // namespace

Figures service_sizes(const std::vector<Run>& runs) {
  Figures figures;
  if (runs.empty()) {
    return figures;
  }
  const Run& any = runs.front();
  for (const Service& service : kServices) {
    const std::string folder = fmt::format("/CMakeFiles/{}.non_secure_services.dir/interface/src/", any.image);
    figures.push_back({fmt::format("service.client.{}", service.name),
                       bytes_of_object(any.directory + folder + service.client + ".obj"), "bytes"});
  }
  for (const Run& run : runs) {
    const Program secure = run.secure();
    for (const Service& service : kServices) {
      add_partition(run, secure, service, figures);
    }
  }
  return figures;
}

std::string service_table(const Figures& figures) {
  std::string text = fmt::format("\n{:<12}{:>16}{:>16}{:>16}\n", "service", "client", kMeasured[0], kMeasured[1]);
  for (const Service& service : kServices) {
    text += fmt::format("{:<12}{:>16}", service.name, cell(figures, fmt::format("service.client.{}", service.name)));
    for (const char* configuration : kMeasured) {
      const std::string end = fmt::format(".{}.{}", service.name, configuration);
      text += fmt::format("{:>16}", pair_of(figures, end, "/"));
    }
    text += "\n";
  }
  return text;
}

std::string services_of_page(const Figures& ours, const Figures& theirs) {
  std::string text =
      "\n## Services\n\nBytes of the services of `partitions/`, with all functions of the client's side, and flash / "
      "RAM of "
      "the partition\nwith its stack, which the SFN backend shares. The incumbent's client sides were measured like "
      "these; "
      "its partitions\nare those of its profile Medium on IPC, as its project published them in August 2022: there the "
      "library is the\nmedium selection of Mbed TLS, 44530 / 2296, and is included.\n\n"
      "| bytes | client | SFN, level 1 | IPC, level 3 | incumbent: client | partition |\n|---|--:|--:|--:|--:|--:|\n";
  for (const Service& service : kServices) {
    const std::string name = service.name;
    const auto pair = [&](const Figures& figures, const std::string& end) {
      return pair_of(figures, fmt::format(".{}{}", name, end), " / ");
    };
    text += fmt::format("| {} | **{}** | **{}** | **{}** | {} | {} |\n", service.title,
                        cell(ours, "service.client." + name), pair(ours, ".SFN.l1"), pair(ours, ".IPC.l3"),
                        cell(theirs, "service.client." + name), pair(theirs, ".IPC.l2"));
  }
  text +=
      "\nInstructions of one call from the non-secure world. The random numbers that a service draws do not change "
      "what it "
      "executes.\n\n"
      "| call | SFN, level 1 | IPC, level 3 |\n|---|--:|--:|\n";
  for (const Request& request : kRequests) {
    text += fmt::format("| {} |", request.title);
    for (const char* configuration : kMeasured) {
      text += fmt::format(" {} |", cell(ours, fmt::format("service.call.{}.{}", request.name, configuration)));
    }
    text += "\n";
  }
  return text;
}

}  // namespace postern::bench
