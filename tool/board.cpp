#include "board.hpp"

#include <fmt/format.h>

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
  explicit BoardReader(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  Board read(const Value& document) {
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
    read_interrupts(fields);
    read_devices(fields);
    fields.finish();
    return std::move(board_);
  }

 private:
  void read_protection(Fields& fields) {
    if (const auto count = read_number(fields.find("mpu_regions"), "mpu_regions", 4, 255, diagnostics_)) {
      board_.mpu_regions = static_cast<unsigned>(count->value);
      board_.mpu_regions_at = count->at;
    }
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
    const Value* names = interrupts.find("names");
    if (names != nullptr && expect_map(*names, "`names`", diagnostics_) && board_.interrupt_count != 0) {
      for (const Entry& entry : names->entries) {
        const auto name = read_identifier(&entry.key, "name of an interrupt", diagnostics_);
        const auto line = read_number(&entry.value, entry.key.text, 0, board_.interrupt_count - 1, diagnostics_);
        if (name && line) {
          board_.interrupts[name->value] = static_cast<unsigned>(line->value);
        }
      }
    }
    interrupts.finish();
  }

  void read_devices(Fields& fields) {
    const Value* devices = fields.find("devices");
    if (devices == nullptr || !expect_map(*devices, "`devices`", diagnostics_)) {
      return;
    }
    for (const Entry& entry : devices->entries) {
      const auto name = read_identifier(&entry.key, "name of a device", diagnostics_);
      if (name && expect_map(entry.value, fmt::format("`{}`", name->value), diagnostics_)) {
        board_.devices[name->value] = read_device(entry.value, name->value, entry.key.at);
      }
    }
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

  Diagnostics& diagnostics_;
  Board board_;
};

}  // namespace

Memory Board::memory_of(const std::string& memory_name) const {
  const auto found = memory.find(memory_name);
  return found == memory.end() ? Memory{} : found->second;
}

std::optional<Board> read_board(const std::string& path, Sources& sources, Diagnostics& diagnostics) {
  const SourceFile* file = sources.open(path);
  if (file == nullptr) {
    diagnostics.error({}, fmt::format("--board {}: cannot read the file", path));
    return std::nullopt;
  }
  const unsigned errors = diagnostics.error_count();
  const auto document = read_yaml(*file, diagnostics);
  if (!document || !expect_map(*document, "a board", diagnostics)) {
    return std::nullopt;
  }
  Board board = BoardReader(diagnostics).read(*document);
  if (diagnostics.error_count() != errors) {
    return std::nullopt;
  }
  return board;
}

}  // namespace postern
