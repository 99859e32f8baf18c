// SPDX-License-Identifier: Apache-2.0

// The two forms in which a verdict is printed. Texts of a token come from a stranger, so they are escaped.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "text/line_writer.hpp"
#include "text/text.hpp"
#include "token/token.hpp"

namespace postern::token {

namespace {

std::string digits_of(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  }
  return text;
}

const char* word_of(Signature signature) {
  switch (signature) {
    case Signature::valid: return "valid";
    case Signature::invalid: return "invalid";
    case Signature::not_checked: break;
  }
  return "not checked";
}

/// The states of RFC 9783 by their upper byte.
std::string word_of_lifecycle(std::int64_t lifecycle) {
  switch (lifecycle >> 8U) {
    case 0x00: return "unknown";
    case 0x10: return "assembly and test";
    case 0x20: return "PSA RoT provisioning";
    case 0x30: return "secured";
    case 0x40: return "non-PSA-RoT debug";
    case 0x50: return "recoverable PSA RoT debug";
    case 0x60: return "decommissioned";
    default: return "a state without a name";
  }
}

/// The profile requires a signer; zeros stand for none.
bool is_unknown(const std::string& signer) { return signer.find_first_not_of('\0') == std::string::npos; }

nlohmann::json json_of(const Component& component) {
  nlohmann::json out{{"value", digits_of(component.value)}};
  for (const auto& [name, text] :
       {std::pair{"type", &component.type}, {"version", &component.version}, {"algorithm", &component.algorithm}}) {
    if (!text->empty()) {
      out[name] = shown(*text);
    }
  }
  if (!is_unknown(component.signer)) {
    out["signer"] = digits_of(component.signer);
  }
  return out;
}

}  // namespace

std::string in_words(const Verdict& verdict) {
  std::string text;
  LineWriter line(text);
  const Claims& claims = verdict.claims;
  line("signature        {}", word_of(verdict.signature));
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      line("{:<16} {}", name, value);
    }
  };
  add("profile", shown(claims.profile));
  add("challenge", digits_of(claims.challenge));
  add("device", digits_of(claims.device));
  add("implementation", digits_of(claims.implementation));
  add("boot seed", digits_of(claims.boot_seed));
  if (claims.client) {
    line("client           {}, {}", *claims.client, *claims.client < 0 ? "of the non-secure world" : "a partition");
  }
  if (claims.lifecycle) {
    line("lifecycle        0x{:04x}, {}", *claims.lifecycle, word_of_lifecycle(*claims.lifecycle));
  }
  add("certification", shown(claims.certification));
  add("verifier", shown(claims.verifier));
  for (const Component& component : claims.components) {
    line("program          {} {}{}{}", component.type.empty() ? "(no name)" : shown(component.type),
         digits_of(component.value), component.version.empty() ? "" : ", version " + shown(component.version),
         is_unknown(component.signer) ? ", no signer" : ", signer " + digits_of(component.signer));
  }
  if (claims.others != 0) {
    line("other claims     {}", claims.others);
  }
  return text;
}

std::string as_json(const Verdict& verdict) {
  const Claims& claims = verdict.claims;
  nlohmann::json out{{"valid", verdict.is_valid()},
                     {"signature", word_of(verdict.signature)},
                     {"faults", verdict.faults},
                     {"warnings", verdict.warnings},
                     {"claims", nlohmann::json::object()}};
  nlohmann::json& all = out["claims"];
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      all[name] = value;
    }
  };
  add("challenge", digits_of(claims.challenge));
  add("device", digits_of(claims.device));
  add("profile", shown(claims.profile));
  add("boot_seed", digits_of(claims.boot_seed));
  add("implementation", digits_of(claims.implementation));
  add("certification", shown(claims.certification));
  add("verifier", shown(claims.verifier));
  if (claims.client) {
    all["client"] = *claims.client;
  }
  if (claims.lifecycle) {
    all["lifecycle"] = *claims.lifecycle;
  }
  for (const Component& component : claims.components) {
    all["programs"].push_back(json_of(component));
  }
  return out.dump(2) + "\n";
}

}  // namespace postern::token
