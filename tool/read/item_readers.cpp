// SPDX-License-Identifier: Apache-2.0

#include "read/item_readers.hpp"

#include <fmt/format.h>

#include "encoding/region.hpp"
#include "model/address_map.hpp"
#include "read/fields.hpp"

namespace postern {

namespace {

constexpr std::uint64_t kLargestNumber = 0xFFFF'FFFF;
using encoding::kGranule;
constexpr std::uint64_t kLargestStatelessVersion = 255;  // eight bits of the handle (NUM-4)

// SVC-7: a 1.0 service is always connection based.
bool read_connection_based(Fields& fields, const ItemContext& context) {
  const Diagnostics::About about(context.diagnostics, "SVC-7");
  const bool is_1_0 = context.version == FrameworkVersion::v1_0;
  const Value* value =
      is_1_0 ? fields.find("connection_based") : fields.require("connection_based", "valid: true and false");
  const bool connection_based = read_boolean(value, "connection_based", context.diagnostics).value_or(true);
  if (is_1_0 && !connection_based) {
    context.diagnostics.warning(value->at,
                                "`connection_based: false` is ignored: a service of framework version 1.0 is "
                                "always connection based; it needs `psa_framework_version: 1.1`");
    return true;
  }
  return connection_based;
}

// SVC-8, SVC-12, SVC-13
void read_stateless_handle(const Value* value, const ItemContext& context, Service& service) {
  const Diagnostics::About about(context.diagnostics, "SVC-8");
  const std::vector<Shape> shapes{{Shape::Kind::number, {}, 1, kStatelessHandles}, {Shape::Kind::words, {"auto"}}};
  value = read_scalar(value, "stateless_handle", context.diagnostics, shapes);
  if (value == nullptr) {
    return;
  }
  if (!fits(*value, shapes)) {
    context.diagnostics.error(value->at, fmt::format("`{}` is not a value of `stateless_handle`; valid: the numbers 1 "
                                                     "to 32 and auto",
                                                     value->text));
    return;
  }
  if (service.connection_based) {
    context.diagnostics.warning(value->at,
                                "`stateless_handle` is ignored: the service is connection based; it needs "
                                "`connection_based: false`");
    return;
  }
  if (const std::optional<std::uint64_t> number = parse_number(value->text)) {
    service.stateless_handle = Located<unsigned>{static_cast<unsigned>(*number), value->at};
  }
}

std::optional<Located<unsigned>> read_source(const Value* value, const ItemContext& context) {
  const Diagnostics::About about(context.diagnostics, "MIRQ-3");
  const Value* text = read_scalar(value, "source", context.diagnostics);
  if (text == nullptr) {
    return std::nullopt;
  }
  const unsigned count = context.board.interrupt_count;
  if (const auto number = parse_number(text->text)) {
    if (*number < count) {
      return Located<unsigned>{static_cast<unsigned>(*number), text->at};
    }
    context.diagnostics.error(
        text->at, count == 0
                      ? fmt::format("the board `{}` has no interrupts", context.board.name)
                      : fmt::format("`{}` is not an interrupt of the board `{}`; a number from 0 to {} is expected",
                                    text->text, context.board.name, count - 1));
    return std::nullopt;
  }
  if (context.board.is_any) {
    return std::nullopt;
  }
  const auto found = context.board.interrupts.find(text->text);
  if (found != context.board.interrupts.end()) {
    return Located<unsigned>{found->second.value, text->at};
  }
  context.diagnostics.error(
      text->at, fmt::format("`{}` is not an interrupt of the board `{}`; {}", text->text, context.board.name,
                            full_advice(text->text, keys_of(context.board.interrupts))));
  return std::nullopt;
}

void read_named_region(const Value& name, const ItemContext& context, MmioRegion& region) {
  const Diagnostics::About about(context.diagnostics, "MMIO-5");
  const auto word = read_text(&name, "name", context.diagnostics);
  if (!word) {
    return;
  }
  region.name = word->value;
  if (context.board.is_any) {
    return;
  }
  const auto found = context.board.devices.find(word->value);
  if (found == context.board.devices.end()) {
    const std::string other = describe_other_device(context.board, word->value);
    context.diagnostics.error(
        word->at, fmt::format("{}; {}",
                              other.empty() ? fmt::format("`{}` is not a device of the board `{}`", word->value,
                                                          context.board.name)
                                            : fmt::format("the region cannot be a partition's: it is {}", other),
                              full_advice(word->value, keys_of(context.board.devices))));
    return;
  }
  region.base = found->second.memory.base;
  region.size = found->second.memory.size;
}

void read_numbered_region(Fields& fields, const ItemContext& context, MmioRegion& region) {
  const Diagnostics::About about(context.diagnostics, "MMIO-8");
  const Value* base_value = fields.require("base", "an address, or the key `name` of a device of the board");
  const Value* size_value = fields.require("size", "a number of bytes");
  const auto base = read_number(base_value, "base", 0, kLargestNumber, context.diagnostics);
  const auto size = read_number(size_value, "size", 1, kLargestNumber + 1, context.diagnostics);
  if (!base || !size) {
    return;
  }
  if (base->value % kGranule != 0 || size->value % kGranule != 0) {
    context.diagnostics.error(base->value % kGranule != 0 ? base->at : size->at,
                              fmt::format("the region cannot be protected exactly; base and size are expected to be "
                                          "multiples of {}",
                                          kGranule));
    return;
  }
  if (base->value + size->value > kLargestNumber + 1) {
    context.diagnostics.error(size->at, fmt::format("the region ends beyond the last address; a size up to {:#x} is "
                                                    "expected",
                                                    kLargestNumber + 1 - base->value));
    return;
  }
  region.base = base->value;
  region.size = size->value;
}

void read_1_0_interrupt(Fields& fields, const ItemContext& context, Interrupt& interrupt) {
  const Diagnostics::About about(context.diagnostics, "MIRQ-1");
  const Value* signal = fields.require("signal", "the name of the signal's macro");
  if (const auto word = read_identifier(signal, "signal", context.diagnostics)) {
    interrupt.signal = *word;
  }
  for (const char* key : {"name", "handling"}) {
    const Value* misplaced = fields.misplaced(key);
    if (misplaced == nullptr) {
      continue;
    }
    context.diagnostics.error(misplaced->at, fmt::format("`{}` is not a key of an interrupt of framework version "
                                                         "1.0; use `signal`, or `psa_framework_version: 1.1`",
                                                         key));
  }
}

void read_1_1_interrupt(Fields& fields, const ItemContext& context, Interrupt& interrupt) {
  const Diagnostics::About about(context.diagnostics, "MIRQ-2");
  const Value* name = fields.require("name", "a C identifier; the signal is <name>_SIGNAL");
  const auto word = read_identifier(name, "name of an interrupt", context.diagnostics);
  if (word) {
    interrupt.signal = {word->value + "_SIGNAL", word->at};
  }
  const Value* handling = fields.require("handling", "valid: FLIH and SLIH");
  const auto kind = read_choice(handling, "handling", {"FLIH", "SLIH"}, context.diagnostics);
  if (kind && kind->value == "FLIH" && word) {
    interrupt.handling = Handling::first_level;
    interrupt.flih_function = lower_case(word->value) + "_flih";
  }
  if (const Value* misplaced = fields.misplaced("signal")) {
    context.diagnostics.error(misplaced->at,
                              "`signal` is not a key of an interrupt of framework version 1.1; "
                              "use `name`, the signal is <name>_SIGNAL");
  }
}

// MAN-15: the ids of a mailbox's clients, as TF-M's manifests of mailboxes have them.
void refuse_client_ids(Fields& fields, const ItemContext& context) {
  const Diagnostics::About about(context.diagnostics, "MAN-15");
  for (const char* name : {"client_id_base", "client_id_limit"}) {
    if (const Value* key = fields.key(name)) {
      fields.ignore(name);
      context.diagnostics.error(key->at, fmt::format("`{}` of an interrupt is for a mailbox; the secure world runs on "
                                                     "one core and has no mailbox",
                                                     name));
    }
  }
}

}  // namespace

Service read_service(const Value& value, const ItemContext& context) {
  const Diagnostics::About about(context.diagnostics, "service");
  Diagnostics& diagnostics = context.diagnostics;
  Fields fields(value, "an item of `services`", diagnostics);
  Service service;
  const Value* name = fields.require("name", "a C identifier, the beginning of the service's macros");
  if (const auto word = read_identifier(name, "name of a service", diagnostics)) {
    service.name = *word;
  }
  const Value* sid = fields.require("sid", "a 32-bit number");
  if (const auto number = read_number(sid, "sid", 0, kLargestNumber, diagnostics)) {
    service.sid = Located<std::uint32_t>{static_cast<std::uint32_t>(number->value), number->at};
  }
  const Value* ns_clients = fields.require("non_secure_clients", "valid: true and false");
  service.non_secure_clients = read_boolean(ns_clients, "non_secure_clients", diagnostics).value_or(false);
  service.connection_based = read_connection_based(fields, context);
  service.version.at = service.name.at;
  if (const auto number = read_number(fields.find("version"), "version", 1, kLargestNumber, diagnostics)) {
    service.version = {static_cast<std::uint32_t>(number->value), number->at};
    if (!service.connection_based && number->value > kLargestStatelessVersion) {
      diagnostics.error(number->at,
                        fmt::format("the version {} of a stateless service does not fit its handle; a number "
                                    "from 1 to {} is expected",
                                    number->value, kLargestStatelessVersion));
    }
  }
  const auto policy = read_choice(fields.find("version_policy"), "version_policy", {"STRICT", "RELAXED"}, diagnostics);
  service.relaxed = policy && policy->value == "RELAXED";
  read_stateless_handle(fields.find("stateless_handle"), context, service);
  const auto mm_iovec = read_choice(fields.find("mm_iovec"), "mm_iovec", {"enable", "disable"}, diagnostics);
  if (mm_iovec && mm_iovec->value == "enable") {
    service.mm_iovec = mm_iovec->at;
  }
  read_description(fields, diagnostics);
  fields.finish();
  return service;
}

MmioRegion read_mmio_region(const Value& value, const ItemContext& context) {
  const Diagnostics::About about(context.diagnostics, "MMIO-1");
  Fields fields(value, "an item of `mmio_regions`", context.diagnostics);
  MmioRegion region;
  region.at = value.at;
  if (const Value* name = fields.find("name")) {
    region.at = name->at;
    read_named_region(*name, context, region);
    for (const char* key : {"base", "size"}) {
      const Value* misplaced = fields.misplaced(key);
      if (misplaced == nullptr) {
        continue;
      }
      context.diagnostics.error(misplaced->at, fmt::format("a region with a name takes no `{}`; the board says where "
                                                           "`{}` is",
                                                           key, name->text));
    }
  } else {
    if (const Value* base = fields.find("base")) {
      region.at = base->at;
    }
    read_numbered_region(fields, context, region);
  }
  const Value* permission = fields.require("permission", "valid: READ-ONLY and READ-WRITE");
  const auto word = read_choice(permission, "permission", {"READ-ONLY", "READ-WRITE"}, context.diagnostics);
  region.writable = word && word->value == "READ-WRITE";
  fields.finish();
  return region;
}

Interrupt read_interrupt(const Value& value, const ItemContext& context) {
  const Diagnostics::About about(context.diagnostics, "interrupt");
  Fields fields(value, "an item of `irqs`", context.diagnostics);
  Interrupt interrupt;
  const Value* source = fields.require("source", "an interrupt number, or a name that the board knows");
  interrupt.source = read_source(source, context);
  if (context.version == FrameworkVersion::v1_0) {
    read_1_0_interrupt(fields, context, interrupt);
  } else {
    read_1_1_interrupt(fields, context, interrupt);
  }
  refuse_client_ids(fields, context);
  read_description(fields, context.diagnostics);
  fields.finish();
  return interrupt;
}

std::optional<Located<std::int32_t>> read_client_id(const Value* value, std::string_view what,
                                                    Diagnostics& diagnostics) {
  const Value* text = read_scalar(value, what, diagnostics);
  if (text == nullptr) {
    return std::nullopt;
  }
  const bool has_minus = text->text.starts_with("-");
  const auto number = parse_number(std::string_view(text->text).substr(has_minus ? 1 : 0));
  constexpr std::uint64_t kTop = 0x8000'0000;
  const bool valid =
      number && (has_minus ? *number >= 1 && *number <= kTop : *number >= kTop && *number <= kLargestNumber);
  if (!valid) {
    diagnostics.error(text->at,
                      fmt::format("`{}` is not a value of `{}`; a negative number of 32 bits is expected, such "
                                  "as \"-0x0400FFFF\"",
                                  text->text, what));
    return std::nullopt;
  }
  const auto word = static_cast<std::uint32_t>(has_minus ? kLargestNumber + 1 - *number : *number);
  return Located<std::int32_t>{static_cast<std::int32_t>(word), text->at};
}

}  // namespace postern
