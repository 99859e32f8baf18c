#include "board.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fields.hpp"
#include "yaml_reader.hpp"

namespace postern {

namespace {

constexpr std::uint64_t kGranule = 32;  // of a region of the protection unit
constexpr std::uint64_t kAddressSpace = std::uint64_t{1} << 32U;
constexpr unsigned kMostInterrupts = 480;

const Words& memory_names() {
  static const Words names{"secure_code", "secure_ram", "non_secure_code", "non_secure_ram"};
  return names;
}

class BoardReader {
 public:
  BoardReader(Board& board, Diagnostics& diagnostics) : board_(board), diagnostics_(diagnostics) {}

  void read(const Value& document) {
    Fields fields(document, "a board", diagnostics_);
    if (const auto name = read_text(fields.require("name", "the board's name"), "name", diagnostics_)) {
      board_.name = name->value;
    }
    const Value* architecture = fields.require("architecture", "valid are armv8m and host");
    if (const auto word = read_choice(architecture, "architecture", {"armv8m", "host"}, diagnostics_)) {
      board_.architecture = word->value == "host" ? Architecture::host : Architecture::armv8m;
    }
    for (const char* key : {"cpu", "machine", "description"}) {
      fields.ignore(key);
    }
    read_protection(fields);
    read_memories(fields);
    if (const Value* devices = fields.find("secure_devices")) {
      board_.secure_devices = read_memory(*devices, "secure_devices");
    }
    read_interrupts(fields);
    read_devices(fields);
    fields.finish();
  }

  void extend(const Value& document) {
    Fields fields(document, "a file of additions to a board", diagnostics_);
    fields.ignore("description");
    const Value* map = fields.find("interrupts");
    if (map != nullptr && expect_map(*map, "`interrupts`", diagnostics_)) {
      Fields interrupts(*map, "`interrupts` of an addition", diagnostics_);
      read_interrupt_names(interrupts);
      interrupts.finish();
    }
    read_devices(fields);
    fields.finish();
  }

 private:
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
  }

  void read_memories(Fields& fields) {
    const bool is_host = board_.architecture == Architecture::host;
    const Value* map =
        is_host ? fields.find("memory") : fields.require("memory", "the board's secure and non-secure memory");
    if (map != nullptr && expect_map(*map, "`memory`", diagnostics_)) {
      Fields memories(*map, "`memory` of a board", diagnostics_);
      for (const std::string& name : memory_names()) {
        const Value* value = is_host ? memories.find(name) : memories.require(name, "a map of `base` and `size`");
        if (value != nullptr) {
          board_.memory[name] = read_memory(*value, name);
        }
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

  Memory read_memory(const Value& value, const std::string& name) {
    if (!expect_map(value, fmt::format("`{}`", name), diagnostics_)) {
      return {};
    }
    Fields fields(value, fmt::format("`{}`", name), diagnostics_);
    const Memory memory = read_range(fields, value, name);
    fields.finish();
    return memory;
  }

  Memory read_range(Fields& fields, const Value& value, const std::string& name) {
    const auto base = read_number(fields.require("base", "an address"), "base", 0, kAddressSpace - 1, diagnostics_);
    const auto size =
        read_number(fields.require("size", "a number of bytes"), "size", kGranule, kAddressSpace, diagnostics_);
    if (!base || !size) {
      return {};
    }
    if (base->value % kGranule != 0 || size->value % kGranule != 0 || base->value + size->value > kAddressSpace) {
      diagnostics_.error(value.at,
                         fmt::format("`{}` cannot be protected; base and size are expected to be multiples of "
                                     "{} that stay within 32 bits",
                                     name, kGranule));
    }
    return {base->value, size->value};
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
    read_interrupt_names(interrupts);
    interrupts.finish();
  }

  void read_interrupt_names(Fields& interrupts) {
    const Value* names = interrupts.find("names");
    if (names != nullptr && expect_map(*names, "`names`", diagnostics_) && board_.interrupt_count != 0) {
      for (const Entry& entry : names->entries) {
        add_interrupt(entry);
      }
    }
  }

  // A line's number, or the name of a line: the new name is then a second one.
  void add_interrupt(const Entry& entry) {
    const auto name = read_new_name(entry.key, "interrupt", board_.interrupts);
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

  void read_devices(Fields& fields) {
    const Value* devices = fields.find("devices");
    if (devices == nullptr || !expect_map(*devices, "`devices`", diagnostics_)) {
      return;
    }
    for (const Entry& entry : devices->entries) {
      add_device(entry);
    }
  }

  // A range of its own, or the name of a device: the new name is then a second one.
  void add_device(const Entry& entry) {
    const auto name = read_new_name(entry.key, "device", board_.devices);
    if (entry.value.kind == Value::Kind::scalar) {
      const auto known = board_.devices.find(entry.value.text);
      if (known == board_.devices.end()) {
        diagnostics_.error(
            entry.value.at,
            fmt::format("`{}` is not a device of the board `{}`; a map of `base` and `size`, or one of its names is "
                        "expected: {}",
                        entry.value.text, board_.name, full_advice(entry.value.text, keys_of(board_.devices))));
      } else if (name) {
        board_.devices[name->value] = {known->second.memory, name->at, known->second.gate};
      }
      return;
    }
    if (!expect_map(entry.value, fmt::format("`{}`", entry.key.text), diagnostics_)) {
      return;
    }
    const Device device = read_device(entry.value, entry.key.text, entry.key.at);
    if (name && device.memory.size != 0 && lies_apart(*name, device.memory)) {
      board_.devices[name->value] = device;
    }
  }

  template <typename Map>
  std::optional<Located<std::string>> read_new_name(const Value& key, const std::string& kind, const Map& present) {
    auto name = read_identifier(&key, "name of a " + kind, diagnostics_);
    const auto other = name ? present.find(name->value) : present.end();
    if (other == present.end()) {
      return name;
    }
    diagnostics_.error(name->at, fmt::format("`{}` is the name of another {} of the board `{}`; a new name is expected",
                                             name->value, kind, board_.name));
    diagnostics_.note(other->second.at, "the other is here");
    return std::nullopt;
  }

  // Whoever gets a range by its name must not get a part of something else with it.
  bool lies_apart(const Located<std::string>& name, Memory range) {
    const auto overlaps = [&](Memory other) {
      return range.base < other.base + other.size && other.base < range.base + range.size;
    };
    for (const auto& [memory_name, memory] : board_.memory) {
      if (overlaps(memory)) {
        diagnostics_.error(name.at, fmt::format("the device `{}` lies in `{}` of the board `{}`; a range outside its "
                                                "memory is expected",
                                                name.value, memory_name, board_.name));
        return false;
      }
    }
    const auto other =
        std::ranges::find_if(board_.devices, [&](const auto& entry) { return overlaps(entry.second.memory); });
    if (other == board_.devices.end()) {
      return true;
    }
    diagnostics_.error(name.at, fmt::format("the device `{}` overlaps `{}`; another range is expected, or that "
                                            "name in its place",
                                            name.value, other->first));
    diagnostics_.note(other->second.at, "the other is here");
    return false;
  }

  Device read_device(const Value& value, const std::string& name, Position at) {
    Fields fields(value, fmt::format("`{}`", name), diagnostics_);
    Device device{read_range(fields, value, name), at, std::nullopt};
    const Value* gate = fields.find("gate");
    if (gate != nullptr && expect_map(*gate, "`gate`", diagnostics_)) {
      Fields parts(*gate, "`gate` of a device", diagnostics_);
      const auto address =
          read_number(parts.require("register", "an address"), "register", 0, kAddressSpace - 4, diagnostics_);
      const auto bit = read_number(parts.require("bit", "a number from 0 to 31"), "bit", 0, 31, diagnostics_);
      parts.finish();
      if (address && bit) {
        device.gate = {address->value, static_cast<unsigned>(bit->value)};
      }
    }
    fields.finish();
    return device;
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

Memory Board::memory_of(const std::string& memory_name) const {
  const auto found = memory.find(memory_name);
  return found == memory.end() ? Memory{} : found->second;
}

std::optional<Board> read_board(const std::string& path, const std::vector<std::string>& extras, Sources& sources,
                                Diagnostics& diagnostics) {
  const unsigned errors = diagnostics.error_count();
  Board board;
  BoardReader reader(board, diagnostics);
  if (const auto document = read_document("--board", path, "a board", sources, diagnostics)) {
    reader.read(*document);
  }
  // Additions to a board that is not understood would all be wrong.
  for (const std::string& extra : extras) {
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

}  // namespace postern
