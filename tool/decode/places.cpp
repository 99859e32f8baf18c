// SPDX-License-Identifier: Apache-2.0

#include "decode/places.hpp"

#include <cxxabi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <memory>

namespace postern::decode {

namespace {

using audit::Place;

constexpr audit::Span kPrivatePeripherals{0xE000'0000, 0xE010'0000};

bool contains(const audit::Span& span, std::uint32_t address) { return address >= span.first && address < span.end; }

const Place* place_in(const std::vector<Place>& places, std::uint32_t address) {
  const auto found =
      std::find_if(places.begin(), places.end(), [&](const Place& place) { return contains(place.memory, address); });
  return found == places.end() ? nullptr : &*found;
}

std::string words_for(const Place& place) {
  switch (place.kind) {
    case Place::Kind::text: return "code";
    case Place::Kind::constants: return "constants";
    case Place::Kind::data: return "private data";
    case Place::Kind::stack: return "the stack";
    case Place::Kind::heap: return "the heap";
  }
  return "";
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

/// Partitions of one domain share its regions, so the image does not tell whose manifest has the device.
std::string owner_words(const std::vector<std::string>& users) {
  if (users.empty()) {
    return "no manifest of this image has";
  }
  return users.size() == 1 ? "belongs to " + users[0] : "belongs to one of " + joined(users);
}

}  // namespace

std::string readable_name(const std::string& name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status),
                                                         &std::free);
  return status == 0 ? text.get() : name;
}

std::optional<audit::Span> stack_of(const audit::Partition& partition) {
  for (const Place& place : partition.places) {
    if (place.kind == Place::Kind::stack) {
      return place.memory;
    }
  }
  return std::nullopt;
}

std::string Places::symbol_at(std::uint32_t address) const {
  const audit::Symbol* best = nullptr;
  for (const audit::Symbol& symbol : layout_.symbols) {
    const bool is_named = symbol.kind == audit::Symbol::Kind::object || symbol.kind == audit::Symbol::Kind::function;
    if (is_named && symbol.address <= address && address - symbol.address < std::max<std::uint64_t>(symbol.size, 1) &&
        (best == nullptr || symbol.size < best->size)) {
      best = &symbol;
    }
  }
  if (best == nullptr) {
    return "";
  }
  const std::uint64_t offset = address - best->address;
  return fmt::format(", {} `{}`{}", best->kind == audit::Symbol::Kind::object ? "variable" : "function",
                     readable_name(best->name), offset == 0 ? "" : fmt::format("+{}", offset));
}

const audit::Device* Places::device_at(std::uint32_t address) const {
  const auto found = std::find_if(image_.devices.begin(), image_.devices.end(),
                                  [&](const audit::Device& device) { return contains(device.memory, address); });
  return found == image_.devices.end() ? nullptr : &*found;
}

// At level 1 the regions of the kernel show all devices to everyone; those of a manifest are for unprivileged code too.
std::vector<std::string> Places::users_of(const audit::Device& device) const {
  std::vector<std::string> users;
  for (const audit::Partition& partition : image_.partitions) {
    const std::vector<audit::Row>& rows = image_.domains.at(partition.domain);
    if (!partition.is_agent && std::any_of(rows.begin(), rows.end(), [&](const audit::Row& row) {
          return row.is_device && row.is_unprivileged && row.overlaps(device.memory);
        })) {
      users.push_back(partition.name);
    }
  }
  return users;
}

bool Places::is_non_secure(std::uint32_t address) const {
  return std::any_of(image_.non_secure_ranges.begin(), image_.non_secure_ranges.end(),
                     [&](const audit::Span& span) { return contains(span, address); });
}

const audit::Partition* Places::partition(std::int32_t id) const {
  const auto found = std::find_if(image_.partitions.begin(), image_.partitions.end(),
                                  [&](const audit::Partition& each) { return !each.is_agent && each.id == id; });
  return found == image_.partitions.end() ? nullptr : &*found;
}

const audit::Service* Places::service(std::uint32_t sid) const {
  const auto found = std::find_if(image_.services.begin(), image_.services.end(),
                                  [&](const audit::Service& each) { return each.sid == sid; });
  return found == image_.services.end() ? nullptr : &*found;
}

const audit::Partition* Places::owner(std::uint32_t address) const {
  const auto found = std::find_if(image_.partitions.begin(), image_.partitions.end(),
                                  [&](const auto& each) { return place_in(each.places, address) != nullptr; });
  return found == image_.partitions.end() ? nullptr : &*found;
}

bool Places::may_access(const audit::Partition& partition, std::uint32_t address, std::uint32_t length,
                        bool writes) const {
  const audit::Span bytes{address, std::uint64_t{address} + length};
  const bool reaches_non_secure = image_.level == 1 && address != 0 &&
                                  std::any_of(image_.non_secure_memory.begin(), image_.non_secure_memory.end(),
                                              [&](const audit::Span& span) { return span.contains(bytes); });
  const std::vector<audit::Row>& rows = image_.domains.at(partition.domain);
  return std::any_of(rows.begin(), rows.end(), [&](const audit::Row& row) {
    return row.is_on && (row.is_unprivileged || reaches_non_secure) && (row.is_writable || !writes) &&
           row.memory.contains(bytes);
  });
}

std::optional<std::uint32_t> Places::function_of(const audit::Service& service) const {
  std::string name = service.name + "_sfn";
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  const auto found = std::find_if(layout_.symbols.begin(), layout_.symbols.end(),
                                  [&](const audit::Symbol& symbol) { return symbol.name == name; });
  return found == layout_.symbols.end() ? std::nullopt : std::optional(static_cast<std::uint32_t>(found->address));
}

bool Places::is_kernel(std::uint32_t address) const { return place_in(image_.kernel, address) != nullptr; }

bool Places::is_code(std::uint32_t address) const {
  const audit::Partition* const partition = owner(address);
  const Place* const place = place_in(partition == nullptr ? image_.kernel : partition->places, address);
  return (place != nullptr && place->kind == Place::Kind::text) || contains(image_.gates, address);
}

std::optional<std::uint32_t> Places::constant(std::uint32_t address) const {
  const audit::Partition* const partition = owner(address);
  const Place* const place = partition == nullptr ? nullptr : place_in(partition->places, address);
  const bool is_whole = place != nullptr && place->kind == Place::Kind::constants &&
                        place->memory.contains({address, std::uint64_t{address} + sizeof(std::uint32_t)});
  return is_whole ? std::optional(image_.file.word(address)) : std::nullopt;
}

std::string Places::describe(std::uint32_t address) const {
  if (const audit::Partition* const partition = owner(address); partition != nullptr) {
    const Place& place = *place_in(partition->places, address);
    return fmt::format("{} of {}{}", words_for(place), partition->name, symbol_at(address));
  }
  if (const Place* const place = place_in(image_.kernel, address); place != nullptr) {
    return fmt::format("{} of the SPM{}", words_for(*place), symbol_at(address));
  }
  if (address < kNearNull) {
    return "null, or a few bytes above it";
  }
  if (const audit::Device* const device = device_at(address); device != nullptr) {
    const std::vector<std::string> users = users_of(*device);
    return fmt::format("the device {}, which {}", device->name, owner_words(users));
  }
  if (contains(kPrivatePeripherals, address)) {
    return "a register of the processor, which only the SPM may use";
  }
  if (contains(image_.gates, address) || contains(image_.stubs, address)) {
    return "a gate, where the non-secure world enters";
  }
  if (is_non_secure(address)) {
    return "memory of the non-secure world";
  }
  if (contains(image_.secure_ram, address)) {
    return "secure RAM that no partition has";
  }
  return contains(image_.secure_code, address) ? "secure flash that no partition has"
                                               : "no memory and no device of this image";
}

std::string Places::permission(std::uint32_t address, const audit::Partition& partition) const {
  if (const audit::Partition* const other = owner(address); other != nullptr) {
    return other == &partition ? ""
                               : fmt::format(
                                     "no line of a manifest: {} gives or takes these bytes in a call, with "
                                     "psa_read and psa_write",
                                     other->name);
  }
  const audit::Device* const device = device_at(address);
  if (device == nullptr) {
    return "";
  }
  const std::vector<std::string> users = users_of(*device);
  return users.empty() ? fmt::format("in the manifest of {}: `mmio_regions: [{{name: {}, permission: READ-WRITE}}]`",
                                     partition.name, device->name)
                       : fmt::format("call a service of {}, to which the manifests give the device", joined(users));
}

}  // namespace postern::decode
