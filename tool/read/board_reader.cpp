// SPDX-License-Identifier: Apache-2.0

#include "read/board_reader.hpp"

#include <fmt/format.h>

#include <regex>

#include "model/address_map.hpp"
#include "read/board_parts.hpp"
#include "read/controllers.hpp"
#include "read/fields.hpp"
#include "read/yaml_reader.hpp"

namespace postern {

namespace {

constexpr unsigned kMostInterrupts = 480;

const Words& memory_names() {
  static const Words names{"secure_code", "secure_ram", "non_secure_code", "non_secure_ram"};
  return names;
}

/// DRIVER.PROPERTY=VALUE, of letters, digits, underscores and hyphens.
bool is_machine_global(const std::string& text) {
  static const std::regex pattern("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+=[A-Za-z0-9_-]+");
  return std::regex_match(text, pattern);
}

class BoardReader {
 public:
  BoardReader(Board& board, Diagnostics& diagnostics) : board_(board), diagnostics_(diagnostics) {}

  void read(const Value& document) {
    Fields fields(document, "a board", diagnostics_);
    if (const auto name = read_label(fields.require("name", "the board's name"), "name", diagnostics_)) {
      board_.name = name->value;
    }
    const Value* architecture = fields.require("architecture", "valid: armv8m and host");
    if (const auto word = read_choice(architecture, "architecture", {"armv8m", "host"}, diagnostics_)) {
      board_.architecture = word->value == "host" ? Architecture::host : Architecture::armv8m;
    }
    read_processor(fields);
    read_description(fields, diagnostics_);
    read_protection(fields);
    read_memories(fields);
    read_storage(fields);
    read_controllers(fields, board_, diagnostics_);
    if (const Value* devices = fields.find("secure_devices")) {
      board_.secure_devices = read_memory(*devices, "secure_devices");
    }
    read_interrupts(fields);
    read_devices(fields, board_, diagnostics_);
    const Value* log = is_host() ? fields.find("log") : fields.require("log", "the kernel's UART");
    board_.log = read_kernel_device(log, "log");
    if (const auto word = read_choice(fields.find("uart"), "uart", {"cmsdk", "pl011", "own"}, diagnostics_)) {
      board_.uart = word->value == "pl011" ? UartKind::pl011 : word->value == "own" ? UartKind::own : UartKind::cmsdk;
    }
    board_.system_counter = read_kernel_device(fields.find("system_counter"), "system_counter");
    fields.finish();
    if (!diagnostics_.has_errors()) {
      check_controllers(board_, diagnostics_);
    }
  }

  /// What the document names is where the document says, in place of where the board says.
  void relocate(const Value& document) {
    Fields fields(document, "a layout", diagnostics_);
    read_description(fields, diagnostics_);
    const Value* map = fields.require("memory", "the parts of the board's memory that are elsewhere");
    if (map != nullptr && is_host()) {
      diagnostics_.error(map->at, fmt::format("the memory of the board `{}` is placed by the host's linker; no layout "
                                              "is expected",
                                              board_.name));
    } else if (map != nullptr && expect_map(*map, "`memory`", diagnostics_)) {
      Fields memories(*map, "`memory` of a layout", diagnostics_);
      for (const std::string& name : memory_names()) {
        read_named_memory(memories, name, memories.find(name));
      }
      memories.finish();
    }
    fields.finish();
  }

  void extend(const Value& document) {
    Fields fields(document, "a file of additions to a board", diagnostics_);
    read_description(fields, diagnostics_);
    const Value* map = fields.find("interrupts");
    if (map != nullptr && expect_map(*map, "`interrupts`", diagnostics_)) {
      Fields interrupts(*map, "`interrupts` of an addition", diagnostics_);
      read_interrupt_names(interrupts);
      interrupts.finish();
    }
    read_added_devices(fields, board_, diagnostics_);
    fields.finish();
  }

 private:
  void read_processor(Fields& fields) {
    for (const char* key : {"cpu", "machine"}) {
      (void)read_label(fields.find(key), key, diagnostics_);
    }
    board_.fpu = read_boolean(fields.find("fpu"), "fpu", diagnostics_).value_or(false);
    board_.mve = read_boolean(fields.find("mve"), "mve", diagnostics_).value_or(false);
    const Value* globals = fields.find("machine_with_fpu");
    for (const Value& value : read_list(globals, "machine_with_fpu", diagnostics_)) {
      const auto global = read_text(&value, "machine_with_fpu", diagnostics_);
      if (global && !is_machine_global(global->value)) {
        diagnostics_.error(global->at, fmt::format("`{}` cannot be in `machine_with_fpu`; what -global of QEMU gets is "
                                                   "expected, for example sse-200.CPU0_FPU=on",
                                                   global->value));
      }
    }
    if (globals != nullptr && !board_.fpu) {
      diagnostics_.error(globals->at, "`machine_with_fpu` is for a board with `fpu: true`");
    }
  }

  void read_protection(Fields& fields) {
    if (const auto count = read_number(fields.find("mpu_regions"), "mpu_regions", 4, 255, diagnostics_)) {
      board_.mpu_regions = static_cast<unsigned>(count->value);
      board_.mpu_regions_at = count->at;
    }
    board_.privileged_execute_never =
        read_boolean(fields.find("privileged_execute_never"), "privileged_execute_never", diagnostics_).value_or(false);
    const Value* levels = fields.find("isolation_levels");
    if (levels == nullptr) {
      return;
    }
    board_.isolation_levels.clear();
    board_.isolation_levels_at = fields.key("isolation_levels")->at;
    for (const Value& level : read_list(levels, "isolation_levels", diagnostics_)) {
      const auto number = read_number(&level, "isolation_levels", 1, 3, diagnostics_);
      if (number) {
        board_.isolation_levels.push_back(static_cast<unsigned>(number->value));
      }
    }
    if (levels->kind == Value::Kind::list && levels->items.empty()) {
      diagnostics_.error(levels->at, "`isolation_levels` is an empty list; at least one of 1, 2 and 3 is expected");
    }
  }

  [[nodiscard]] bool is_host() const { return board_.architecture == Architecture::host; }

  void read_memories(Fields& fields) {
    const Value* map =
        is_host() ? fields.find("memory") : fields.require("memory", "the board's secure and non-secure memory");
    if (map != nullptr && expect_map(*map, "`memory`", diagnostics_)) {
      Fields memories(*map, "`memory` of a board", diagnostics_);
      for (const std::string& name : memory_names()) {
        read_named_memory(memories, name,
                          is_host() ? memories.find(name) : memories.require(name, "a map of `base` and `size`"));
      }
      memories.finish();
    }
    for (const Value& value : read_list(fields.find("non_secure_memory"), "non_secure_memory", diagnostics_)) {
      const auto name = read_choice(&value, "non_secure_memory", memory_names(), diagnostics_);
      if (name && board_.memory.contains(name->value)) {
        board_.non_secure_memory.push_back(name->value);
      }
    }
  }

  void read_named_memory(const Fields& memories, const std::string& name, const Value* value) {
    if (value != nullptr) {
      board_.memory[name] = read_memory(*value, name);
      board_.memory_at[name] = memories.key(name)->at;
    }
  }

  Memory read_memory(const Value& value, const std::string& name) {
    if (!expect_map(value, fmt::format("`{}`", name), diagnostics_)) {
      return {};
    }
    Fields fields(value, fmt::format("`{}`", name), diagnostics_);
    const Memory memory = read_range(fields, value, name, diagnostics_);
    fields.finish();
    return memory;
  }

  void read_storage(Fields& fields) {
    const Value* map = is_host() ? fields.find("storage")
                                 : fields.require("storage", "every memory of the machine, with all its addresses");
    if (map == nullptr || !expect_map(*map, "`storage`", diagnostics_)) {
      return;
    }
    for (const Entry& entry : read_entries(*map)) {
      const auto name = read_identifier(&entry.key, "name of a memory", diagnostics_);
      if (name && expect_map(entry.value, fmt::format("`{}`", name->value), diagnostics_)) {
        read_one_storage(entry.value, *name);
      }
    }
  }

  void read_one_storage(const Value& value, const Located<std::string>& name) {
    constexpr std::uint64_t kSmallest = 32;
    Fields fields(value, fmt::format("`{}`", name.value), diagnostics_);
    const auto size =
        read_number(fields.require("size", "a number of bytes"), "size", kSmallest, kAddressSpace, diagnostics_);
    Storage storage{size ? size->value : 0, {}, {}, name.at};
    const Value* bases = fields.require("at", "a list of addresses, that of secure programs first");
    for (const Value& item : read_list(bases, "at", diagnostics_)) {
      if (const auto base = read_number(&item, "at", 0, kAddressSpace - storage.size, diagnostics_)) {
        storage.bases.push_back(base->value);
      }
    }
    const Value* controllers = fields.find("controllers");
    for (const Value& item : read_list(controllers, "controllers", diagnostics_)) {
      if (const auto controller = read_number(&item, "controllers", 0, kAddressSpace - 1, diagnostics_)) {
        storage.controllers.push_back(controller->value);
      }
    }
    if (!storage.controllers.empty() && storage.size % storage.controllers.size() != 0) {
      diagnostics_.error(controllers->at, fmt::format("{} controllers cannot divide {} bytes of `{}` evenly",
                                                      storage.controllers.size(), storage.size, name.value));
    }
    fields.finish();
    if (!storage.bases.empty() && storage.size != 0) {
      board_.storage[name.value] = std::move(storage);
    }
  }

  void read_interrupts(Fields& fields) {
    const Value* map = fields.find("interrupts");
    if (map == nullptr || !expect_map(*map, "`interrupts`", diagnostics_)) {
      return;
    }
    Fields interrupts(*map, "`interrupts` of a board", diagnostics_);
    const Value* count = interrupts.require("count", "the number of interrupt lines");
    if (const auto number = read_number(count, "count", 1, kMostInterrupts, diagnostics_)) {
      board_.interrupt_count = static_cast<unsigned>(number->value);
    }
    if (board_.interrupt_count != 0) {
      read_interrupt_names(interrupts);
    } else {
      (void)interrupts.find("names");
    }
    for (const Value& value : read_list(interrupts.find("non_secure"), "non_secure", diagnostics_)) {
      read_non_secure_interrupt(value);
    }
    interrupts.finish();
  }

  void read_non_secure_interrupt(const Value& value) {
    if (board_.interrupt_count == 0) {
      return;
    }
    may_be_a_name(value);
    const auto named = board_.interrupts.find(value.text);
    if (named != board_.interrupts.end()) {
      board_.non_secure_interrupts.insert(named->second.value);
    } else if (is_identifier(value.text)) {
      (void)read_reference(&value, "non_secure", keys_of(board_.interrupts), diagnostics_);
    } else if (const auto line = read_number(&value, "non_secure", 0, board_.interrupt_count - 1, diagnostics_)) {
      board_.non_secure_interrupts.insert(static_cast<unsigned>(line->value));
    }
  }

  void read_interrupt_names(Fields& interrupts) {
    const Value* names = interrupts.find("names");
    if (names == nullptr || !expect_map(*names, "`names`", diagnostics_)) {
      return;
    }
    if (board_.interrupt_count == 0) {
      diagnostics_.error(names->at,
                         fmt::format("the board `{}` has no interrupts to name; a `count` is expected in its "
                                     "`interrupts`",
                                     board_.name));
      return;
    }
    for (const Entry& entry : read_entries(*names)) {
      add_interrupt(entry);
    }
  }

  // The value is a line's number, or the name of a line, which then has two names.
  void add_interrupt(const Entry& entry) {
    const auto name = read_new_name(entry.key, "interrupt", board_.interrupts, board_, diagnostics_);
    may_be_a_name(entry.value);
    const auto known = board_.interrupts.find(entry.value.text);
    if (name && known != board_.interrupts.end()) {
      board_.interrupts[name->value] = {known->second.value, name->at};
      return;
    }
    if (is_identifier(entry.value.text)) {
      diagnostics_.error(
          entry.value.at,
          fmt::format("`{}` is not an interrupt of the board `{}`; a number, or one of its names is "
                      "expected: {}",
                      entry.value.text, board_.name, full_advice(entry.value.text, keys_of(board_.interrupts))));
      return;
    }
    const auto line = read_number(&entry.value, entry.key.text, 0, board_.interrupt_count - 1, diagnostics_);
    if (name && line) {
      board_.interrupts[name->value] = {static_cast<unsigned>(line->value), name->at};
    }
  }

  // To a probe, which knows no names.
  static void may_be_a_name(const Value& value) {
    if (value.probe != nullptr) {
      value.probe->expect({Shape::Kind::identifier});
    }
  }

  std::string read_kernel_device(const Value* value, const char* key) {
    Words devices;
    for (const auto& [name, device] : board_.other_devices) {
      if (device.owner == Owner::kernel) {
        devices.push_back(name);
      }
    }
    const auto name = read_reference(value, key, devices, diagnostics_);
    return name ? name->value : "";
  }

  Board& board_;
  Diagnostics& diagnostics_;
};

std::optional<Value> read_document(const char* option, const std::string& path, const char* what, Sources& sources,
                                   Diagnostics& diagnostics) {
  const SourceFile* file = sources.open(path);
  if (file == nullptr) {
    diagnostics.error({}, fmt::format("{} {}: cannot read the file", option, path));
    return std::nullopt;
  }
  auto document = read_yaml(*file, diagnostics);
  if (!document || !expect_map(*document, what, diagnostics)) {
    return std::nullopt;
  }
  return document;
}

}  // namespace

std::optional<Board> read_board(const BoardFiles& files, Sources& sources, Diagnostics& diagnostics) {
  const Diagnostics::About about(diagnostics, "board");
  const unsigned errors = diagnostics.error_count();
  Board board;
  BoardReader reader(board, diagnostics);
  if (const auto document = read_document("--board", files.board, "a board", sources, diagnostics)) {
    reader.read(*document);
  }
  // Without a valid board every other file would be reported.
  if (diagnostics.error_count() == errors && !files.layout.empty()) {
    if (const auto document = read_document("--layout", files.layout, "a layout", sources, diagnostics)) {
      reader.relocate(*document);
    }
  }
  if (diagnostics.error_count() == errors) {
    lay_out(board, diagnostics);
  }
  for (const std::string& extra : files.extras) {
    if (diagnostics.error_count() != errors) {
      return std::nullopt;
    }
    const auto document = read_document("--board-extra", extra, "a file of additions to a board", sources, diagnostics);
    if (document) {
      reader.extend(*document);
    }
  }
  if (diagnostics.error_count() != errors) {
    return std::nullopt;
  }
  return board;
}

void describe_board(const Value& probe) {
  Board board;
  Diagnostics ignored;
  BoardReader(board, ignored).read(probe);
}

std::optional<Board> parse_board(const SourceFile& file, const SourceFile* layout, Diagnostics& diagnostics) {
  Board board;
  BoardReader reader(board, diagnostics);
  const auto document = read_yaml(file, diagnostics);
  if (document && expect_map(*document, "a board", diagnostics)) {
    reader.read(*document);
  }
  if (layout != nullptr && !diagnostics.has_errors()) {
    const auto other = read_yaml(*layout, diagnostics);
    if (other && expect_map(*other, "a layout", diagnostics)) {
      reader.relocate(*other);
    }
  }
  if (!diagnostics.has_errors()) {
    lay_out(board, diagnostics);
  }
  if (diagnostics.has_errors()) {
    return std::nullopt;
  }
  return board;
}

}  // namespace postern
