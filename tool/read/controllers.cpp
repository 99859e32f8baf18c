// SPDX-License-Identifier: Apache-2.0

#include "read/controllers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "encoding/region.hpp"
#include "model/boot_registers.hpp"
#include "read/board_parts.hpp"

namespace postern {

namespace {

constexpr std::uint64_t kWord = 4;
constexpr std::uint64_t kLargestWord = 0xFFFF'FFFF;
constexpr unsigned kMostFields = 4096;  // of a controller, whose fields are all held in memory
constexpr std::size_t kMostControllers = 256;

/// Where a single value or a list is expected. A probe stands for both.
bool is_single(const Value& value) { return value.probe != nullptr || value.kind != Value::Kind::list; }
const Value* list_in(const Value* value) {
  const bool is_list = value != nullptr && (value->probe != nullptr || value->kind == Value::Kind::list);
  return is_list ? value : nullptr;
}

std::uint32_t read_word(const Value* value, const char* key, Diagnostics& diagnostics) {
  const auto word = read_number(value, key, 0, kLargestWord, diagnostics);
  return word ? static_cast<std::uint32_t>(word->value) : 0;
}

std::uint64_t read_register(const Value* value, const char* key, Diagnostics& diagnostics) {
  const auto address = read_number(value, key, 0, kAddressSpace - kWord, diagnostics);
  if (address && address->value % kWord != 0) {
    diagnostics.error(address->at,
                      fmt::format("`{}` is not the address of a register; a multiple of 4 is expected", value->text));
  }
  return address ? address->value : 0;
}

FixedRegister read_fixed(Fields& fields, Position at, Diagnostics& diagnostics) {
  FixedRegister fixed;
  fixed.at = at;
  fixed.address = read_register(fields.require("register", "an address"), "register", diagnostics);
  const Value* const expected = fields.find("expect");
  const Value* const value =
      expected != nullptr ? expected : fields.require("value", "a word; or `expect`, to compare without a write");
  fixed.is_written = expected == nullptr;
  fixed.value = read_word(value, fixed.is_written ? "value" : "expect", diagnostics);
  fixed.key = read_word(fields.find("key"), "key", diagnostics);
  const Value* const mask = fields.find("mask");
  fixed.mask = mask == nullptr ? ~fixed.key : read_word(mask, "mask", diagnostics);
  fixed.preserves = read_boolean(fields.find("preserve"), "preserve", diagnostics).value_or(false);
  read_description(fields, diagnostics);
  fields.finish();
  if ((fixed.mask & fixed.key) != 0) {
    diagnostics.error(at, "`mask` and `key` have a bit in common; a key does not read back");
  }
  if (fixed.preserves && (fixed.value & ~(fixed.mask | fixed.key)) != 0) {
    diagnostics.error(at,
                      "`value` has a bit that `preserve` leaves as it is; a `mask` with all of its bits is expected");
  }
  return fixed;
}

class ControllerReader {
 public:
  ControllerReader(Fields& fields, const Board& board, Position at, Diagnostics& diagnostics)
      : fields_(fields), board_(board), diagnostics_(diagnostics) {
    controller_.at = at;
  }

  Controller read() {
    if (const auto name = read_identifier(fields_.require("name", "a name; or `register`, for one register by itself"),
                                          "name of a controller", diagnostics_)) {
      controller_.name = name->value;
      controller_.at = name->at;
    }
    controller_.first =
        read_register(fields_.require("registers", "the address of the first register"), "registers", diagnostics_);
    if (const auto step = read_number(fields_.find("step"), "step", kWord, 0xFFFF, diagnostics_)) {
      controller_.step = step->value;
    }
    if (const auto count = read_number(fields_.find("fields"), "fields", 1, 32, diagnostics_)) {
      controller_.fields = static_cast<unsigned>(count->value);
      if (!std::has_single_bit(controller_.fields)) {
        diagnostics_.error(count->at, "the fields of a register have one size; 1, 2, 4, 8, 16 or 32 is expected");
        controller_.fields = 1;
      }
    }
    read_count();
    read_reserved();
    read_values();
    read_description(fields_, diagnostics_);
    fields_.finish();
    return controller_;
  }

 private:
  void read_count() {
    const Value* const memory = fields_.find("memory");
    const Value* const block = fields_.find("block");
    if (memory == nullptr || memory->probe != nullptr) {  // a probe stands for both kinds
      const auto count = read_number(fields_.require("count", "the number of fields; or `memory` and `block`"), "count",
                                     1, kMostFields, diagnostics_);
      controller_.count = count ? static_cast<unsigned>(count->value) : 0;
    }
    if (memory == nullptr) {
      return;
    }
    const auto name = read_reference(memory, "memory", keys_of(board_.storage), diagnostics_);
    const auto size = read_number(block != nullptr ? block : fields_.require("block", "the bytes of a field"), "block",
                                  encoding::kGranule, kAddressSpace, diagnostics_);
    const auto storage = name ? board_.storage.find(name->value) : board_.storage.end();
    if (storage == board_.storage.end() || !size) {
      return;
    }
    const std::uint64_t whole = storage->second.size;
    if (whole % size->value != 0 || whole / size->value > kMostFields) {
      diagnostics_.error(size->at,
                         fmt::format("`{}` has {} bytes; a size that divides it into {} blocks at most is expected",
                                     name->value, whole, kMostFields));
      return;
    }
    controller_.memory = name->value;
    controller_.block = size->value;
    controller_.count = static_cast<unsigned>(whole / size->value);
  }

  void read_reserved() {
    const Value* const reserved = fields_.find("reserved");
    if (reserved != nullptr && is_single(*reserved)) {
      controller_.has_only_named = read_choice(reserved, "reserved", {"others"}, diagnostics_).has_value();
    }
    for (const Value& item : read_list(list_in(reserved), "reserved", diagnostics_)) {
      if (const auto field = read_number(&item, "reserved", 0, kMostFields - 1, diagnostics_)) {
        controller_.reserved.insert(static_cast<unsigned>(field->value));
      }
    }
    if (reserved != nullptr && !controller_.memory.empty()) {
      diagnostics_.error(reserved->at, "every block of a memory has a field; `reserved` is for controllers of devices");
    }
  }

  void read_values() {
    controller_.secure =
        read_word(fields_.require("secure", "the value of a field for secure code"), "secure", diagnostics_);
    const Value* const unprivileged = fields_.find("unprivileged");
    controller_.unprivileged =
        unprivileged == nullptr ? controller_.secure : read_word(unprivileged, "unprivileged", diagnostics_);
    controller_.non_secure = read_word(fields_.require("non_secure", "the value of a field for the non-secure world"),
                                       "non_secure", diagnostics_);
    const std::uint32_t used = controller_.secure | controller_.unprivileged | controller_.non_secure;
    const Value* const mask = fields_.find("mask");
    controller_.mask = mask == nullptr ? used : read_word(mask, "mask", diagnostics_);
    controller_.key = read_word(fields_.find("key"), "key", diagnostics_);
    controller_.preserves = read_boolean(fields_.find("preserve"), "preserve", diagnostics_).value_or(false);
    if (((used | controller_.mask) & ~largest()) != 0) {
      diagnostics_.error(controller_.at,
                         fmt::format("a value or the mask of `{}` is too large for a field; up to {:#x} is expected",
                                     controller_.name, largest()));
    } else if (controller_.mask == 0 || (controller_.preserves && (used & ~controller_.mask) != 0)) {
      diagnostics_.error(
          controller_.at,
          fmt::format("the mask of `{}` must have a bit, and with `preserve` all bits that one of its values "
                      "sets",
                      controller_.name));
    } else if ((controller_.key & bits_of_fields()) != 0) {
      diagnostics_.error(controller_.at, fmt::format("the key of `{}` has a bit of a field; a key does not read back",
                                                     controller_.name));
    }
  }

  [[nodiscard]] std::uint32_t largest() const {
    return static_cast<std::uint32_t>((std::uint64_t{1} << controller_.width()) - 1);
  }

  [[nodiscard]] std::uint32_t bits_of_fields() const {
    std::uint32_t bits = 0;
    for (unsigned field = 0; field < controller_.fields; ++field) {
      bits |= controller_.mask << (field * controller_.width());
    }
    return bits;
  }

  Fields& fields_;
  const Board& board_;
  Diagnostics& diagnostics_;
  Controller controller_;
};

const Controller* find_controller(const Board& board, const std::string& name) {
  for (const ProtectionStep& step : board.controllers) {
    const auto* const controller = std::get_if<Controller>(&step);
    if (controller != nullptr && controller->name == name) {
      return controller;
    }
  }
  return nullptr;
}

void add_controller(const Controller& controller, Board& board, Diagnostics& diagnostics) {
  const Controller* const other = find_controller(board, controller.name);
  if (other != nullptr && !controller.name.empty()) {
    diagnostics.error(controller.at, fmt::format("`{}` is the name of another controller of the board `{}`; a new name "
                                                 "is expected",
                                                 controller.name, board.name));
    diagnostics.note(other->at, "the other one is here");
    return;
  }
  board.controllers.emplace_back(controller);
}

Words names_for_devices(const Board& board) {
  Words names;
  for (const ProtectionStep& step : board.controllers) {
    const auto* const controller = std::get_if<Controller>(&step);
    if (controller != nullptr && controller->memory.empty()) {
      names.push_back(controller->name);
    }
  }
  return names;
}

class AccessCheck {
 public:
  AccessCheck(const Board& board, Diagnostics& diagnostics) : board_(board), diagnostics_(diagnostics) {}

  void check(const std::string& device, const Access& access) {
    const Controller* const controller = find_controller(board_, access.controller);
    if (controller == nullptr || !controller->memory.empty()) {
      diagnostics_.error(access.at, fmt::format("`{}` is not a controller of devices; {}", access.controller,
                                                full_advice(access.controller, names_for_devices(board_))));
      return;
    }
    for (const unsigned field : access.fields) {
      if (field >= controller->count || controller->reserved.contains(field)) {
        diagnostics_.error(access.at, fmt::format("`{}` has no field {}; one from 0 to {} that is not `reserved` is "
                                                  "expected",
                                                  access.controller, field, controller->count - 1));
      } else if (const auto [other, is_new] = owners_.emplace(std::pair(access.controller, field), device); !is_new) {
        diagnostics_.error(access.at, fmt::format("field {} of `{}` is that of `{}`; a field decides about one device",
                                                  field, access.controller, other->second));
      }
    }
  }

 private:
  const Board& board_;
  Diagnostics& diagnostics_;
  std::map<std::pair<std::string, unsigned>, std::string> owners_;
};

// A device for the other world that no controller gives away would not be reached, or be reached by both.
void check_devices(const Board& board, Diagnostics& diagnostics) {
  AccessCheck check(board, diagnostics);
  for (const auto* devices : {&board.devices, &board.other_devices}) {
    for (const auto& [name, device] : *devices) {
      for (const Access& access : device.access) {
        check.check(name, access);
      }
      if (board.subsystem == Subsystem::none && (device.gate || device.port)) {
        diagnostics.error(device.at, fmt::format("`{}` has a `gate` or a `port`, which are bits of a Corstone "
                                                 "subsystem; `access` is expected on a board with `subsystem: none`",
                                                 name));
      }
    }
  }
}

void check_storage(const Board& board, Diagnostics& diagnostics) {
  for (const auto& [name, storage] : board.storage) {
    if (board.subsystem == Subsystem::none && !storage.controllers.empty()) {
      diagnostics.error(storage.at,
                        fmt::format("the controllers of `{}` are those of a Corstone subsystem; on a board "
                                    "with `subsystem: none`, `controllers` of the board name their `memory`",
                                    name));
    }
  }
}

// Two stated values for one bit contradict each other, or one of them is superfluous.
void check_registers(const Board& board, Diagnostics& diagnostics) {
  std::map<std::uint64_t, std::vector<BootRegister>> seen;
  for (const BootRegister& row : boot_registers(board, {})) {
    for (const BootRegister& other : seen[row.address]) {
      const bool is_lost = row.written != 0 && (row.written & other.kept) != 0;
      if (is_lost || (row.kept & other.kept) != 0) {
        diagnostics.error(row.at, fmt::format("the register {:#010x} is set twice; `preserve` and masks without common "
                                              "bits are expected",
                                              row.address));
        diagnostics.note(other.at, "the other one is here");
        return;
      }
    }
    seen[row.address].push_back(row);
  }
}

}  // namespace

void read_controllers(Fields& fields, Board& board, Diagnostics& diagnostics) {
  if (const auto word = read_choice(fields.find("subsystem"), "subsystem", {"corstone", "none"}, diagnostics)) {
    board.subsystem = word->value == "none" ? Subsystem::none : Subsystem::corstone;
  }
  if (const auto size =
          read_number(fields.find("block_size"), "block_size", encoding::kGranule, 1U << 20U, diagnostics)) {
    board.block_size = size->value;
    if (!std::has_single_bit(size->value)) {
      diagnostics.error(size->at, "a block of a memory protection controller is a power of two");
    }
  }
  const Value* const list = fields.find("controllers");
  for (const Value& item : read_list(list, "controllers", diagnostics)) {
    if (board.controllers.size() == kMostControllers) {
      diagnostics.error(item.at, fmt::format("a board has {} items of `controllers` at most", kMostControllers));
      return;
    }
    if (!expect_map(item, "an item of `controllers`", diagnostics)) {
      continue;
    }
    Fields parts(item, "an item of `controllers`", diagnostics);
    if (parts.find("register") != nullptr) {
      board.controllers.emplace_back(read_fixed(parts, item.at, diagnostics));
    } else {
      add_controller(ControllerReader(parts, board, item.at, diagnostics).read(), board, diagnostics);
    }
  }
}

std::vector<Access> read_access(Fields& fields, Diagnostics& diagnostics) {
  std::vector<Access> all;
  const Value* const map = fields.find("access");
  if (map == nullptr || !expect_map(*map, "`access`", diagnostics)) {
    return all;
  }
  for (const Entry& entry : read_entries(*map)) {
    Access access{entry.key.text, {}, entry.key.at};
    const auto add = [&](const Value* item) {
      if (const auto field = read_number(item, "access", 0, kMostFields - 1, diagnostics)) {
        access.fields.push_back(static_cast<unsigned>(field->value));
      }
    };
    if (is_single(entry.value)) {
      add(&entry.value);
    }
    for (const Value& item : read_list(list_in(&entry.value), "access", diagnostics)) {
      add(&item);
    }
    all.push_back(std::move(access));
  }
  return all;
}

void check_controllers(const Board& board, Diagnostics& diagnostics) {
  check_storage(board, diagnostics);
  check_devices(board, diagnostics);
  if (!diagnostics.has_errors()) {
    check_registers(board, diagnostics);
  }
}

}  // namespace postern
