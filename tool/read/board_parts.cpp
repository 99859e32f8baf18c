// SPDX-License-Identifier: Apache-2.0

// The devices of a board, and what an image adds to them.
#include <algorithm>

#include "encoding/region.hpp"
#include "model/address_map.hpp"
#include "read/board_parts.hpp"
#include "read/controllers.hpp"

namespace postern {

namespace {

using encoding::kGranule;

std::optional<Gate> read_bit(Fields& fields, const char* key, Diagnostics& diagnostics) {
  const Value* value = fields.find(key);
  if (value == nullptr || !expect_map(*value, fmt::format("`{}`", key), diagnostics)) {
    return std::nullopt;
  }
  Fields parts(*value, fmt::format("`{}` of a device", key), diagnostics);
  const auto address =
      read_number(parts.require("register", "an address"), "register", 0, kAddressSpace - 4, diagnostics);
  const auto bit = read_number(parts.require("bit", "a number from 0 to 31"), "bit", 0, 31, diagnostics);
  parts.finish();
  if (!address || !bit) {
    return std::nullopt;
  }
  return Gate{address->value, static_cast<unsigned>(bit->value)};
}

Owner read_owner(Fields& fields, Diagnostics& diagnostics) {
  const auto word = read_choice(fields.find("owner"), "owner", {"kernel", "non_secure", "none"}, diagnostics);
  if (!word) {
    return Owner::partition;
  }
  return word->value == "kernel" ? Owner::kernel : word->value == "none" ? Owner::none : Owner::non_secure;
}

Device read_device(const Value& value, const std::string& name, Position at, Diagnostics& diagnostics) {
  Fields fields(value, fmt::format("`{}`", name), diagnostics);
  Device device{read_range(fields, value, name, diagnostics), at, std::nullopt};
  for (const Value& item : read_list(fields.find("also"), "also", diagnostics)) {
    if (const auto base = read_number(&item, "also", 0, kAddressSpace - device.memory.size, diagnostics)) {
      device.also.push_back(base->value);
    }
  }
  device.owner = read_owner(fields, diagnostics);
  device.gate = read_bit(fields, "gate", diagnostics);
  device.port = read_bit(fields, "port", diagnostics);
  device.access = read_access(fields, diagnostics);
  if (device.owner == Owner::none) {
    const Value* because = fields.require("because", "why no partition can have the device");
    if (const auto text = read_text(because, "because", diagnostics)) {
      device.because = text->value;
    }
  }
  fields.finish();
  if (device.gate && device.owner != Owner::partition) {
    diagnostics.error(fields.key("gate")->at,
                      fmt::format("`{}` has an owner, and a gate is for the devices of partitions; one of `owner` and "
                                  "`gate` is expected",
                                  name));
  }
  if (device.port && device.owner != Owner::non_secure) {
    diagnostics.error(fields.key("port")->at,
                      fmt::format("a port gives `{}` to the non-secure world; `owner: non_secure` is expected", name));
  }
  return device;
}

void add_second_name(const Entry& entry, Board& board, Diagnostics& diagnostics) {
  const auto name = read_new_name(entry.key, "device", board.devices, board, diagnostics);
  const auto known = board.devices.find(entry.value.text);
  if (known != board.devices.end()) {
    if (name) {
      board.devices[name->value] = {known->second.memory, name->at, known->second.gate};
    }
    return;
  }
  const std::string other = describe_other_device(board, entry.value.text);
  const std::string what =
      other.empty()
          ? fmt::format("`{}` is not a device of the board `{}`; a map of `base` and `size`, or one of its names",
                        entry.value.text, board.name)
          : fmt::format("{}; a map of `base` and `size`, or a device that a partition can have", other);
  diagnostics.error(entry.value.at,
                    fmt::format("{} is expected: {}", what, full_advice(entry.value.text, keys_of(board.devices))));
}

// A device that is added by name must not contain a part of another one.
bool is_apart(const Located<std::string>& name, const Memory& range, const Board& board, Diagnostics& diagnostics) {
  const auto other = std::find_if(board.devices.begin(), board.devices.end(), [&](const auto& entry) {
    const Memory& memory = entry.second.memory;
    return range.base < memory.end() && memory.base < range.end();
  });
  if (other != board.devices.end()) {
    diagnostics.error(name.at, fmt::format("the device `{}` overlaps `{}`; another range is expected, or that "
                                           "name in its place",
                                           name.value, other->first));
    diagnostics.note(other->second.at, "the other one is here");
    return false;
  }
  if (const auto foreign = first_foreign(board, range)) {
    diagnostics.error(name.at, fmt::format("the device `{}` cannot be a partition's: {}; {}", name.value,
                                           describe_owner(board, *foreign), describe_free(board)));
    return false;
  }
  return true;
}

void add_range(const Entry& entry, Board& board, Diagnostics& diagnostics) {
  const auto name = read_new_name(entry.key, "device", board.devices, board, diagnostics);
  if (!expect_map(entry.value, fmt::format("`{}`", entry.key.text), diagnostics)) {
    return;
  }
  Fields fields(entry.value, fmt::format("`{}`", entry.key.text), diagnostics);
  const Memory range = read_range(fields, entry.value, entry.key.text, diagnostics);
  fields.finish();
  if (name && range.size != 0 && is_apart(*name, range, board, diagnostics)) {
    board.devices[name->value] = {range, entry.key.at, std::nullopt};
  }
}

}  // namespace

Memory read_range(Fields& fields, const Value& value, const std::string& name, Diagnostics& diagnostics) {
  const auto base = read_number(fields.require("base", "an address"), "base", 0, kAddressSpace - 1, diagnostics);
  const auto size =
      read_number(fields.require("size", "a number of bytes"), "size", kGranule, kAddressSpace, diagnostics);
  if (!base || !size) {
    return {};
  }
  if (base->value % kGranule != 0 || size->value % kGranule != 0 || base->value + size->value > kAddressSpace) {
    diagnostics.error(value.at, fmt::format("`{}` cannot be protected; base and size are expected to be multiples of "
                                            "{} that stay within 32 bits",
                                            name, kGranule));
    return {};
  }
  return {base->value, size->value};
}

void read_devices(Fields& fields, Board& board, Diagnostics& diagnostics) {
  const Value* devices = fields.find("devices");
  if (devices == nullptr || !expect_map(*devices, "`devices`", diagnostics)) {
    return;
  }
  for (const Entry& entry : read_entries(*devices)) {
    const auto name = read_identifier(&entry.key, "name of a device", diagnostics);
    if (!name || !expect_map(entry.value, fmt::format("`{}`", entry.key.text), diagnostics)) {
      continue;
    }
    Device device = read_device(entry.value, name->value, name->at, diagnostics);
    if (device.memory.size != 0) {
      (device.owner == Owner::partition ? board.devices : board.other_devices)[name->value] = std::move(device);
    }
  }
}

void read_added_devices(Fields& fields, Board& board, Diagnostics& diagnostics) {
  const Value* devices = fields.find("devices");
  if (devices == nullptr || !expect_map(*devices, "`devices`", diagnostics)) {
    return;
  }
  for (const Entry& entry : devices->entries) {
    if (entry.value.kind == Value::Kind::scalar) {
      add_second_name(entry, board, diagnostics);
    } else {
      add_range(entry, board, diagnostics);
    }
  }
}

}  // namespace postern
