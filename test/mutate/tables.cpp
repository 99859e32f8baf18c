// SPDX-License-Identifier: Apache-2.0

#include "tables.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <set>

#include "thumb.hpp"

namespace mutate {
namespace {

constexpr std::uint32_t kGranule = 32;
constexpr std::uint32_t kBlocks = 32 * 1024;  // of one word of a memory protection controller

enum class Kind {
  bits,      // one missing, one more
  granules,  // an address or a size in steps of 32 bytes
  blocks,    // in steps of 32 KiB
  row_base,  // of a region: its address, and whether it can be written and executed
  row_limit,
  number,   // one less, one more
  pointer,  // that of the next row
  stack,    // one end of a stack
};

struct Field {
  std::string name;
  std::uint32_t offset;
  std::uint32_t size;
  Kind kind;
  std::optional<std::uint32_t> counted_by{};  // if this word of the row is 0, the field has no meaning
};

struct Table {
  std::string symbol;
  std::string file;
  std::uint32_t row_size;
  bool is_of_board;
  std::vector<Field> fields;
};

const std::string kCorstone = "board/arm/common/corstone.hpp";
const std::string kBoard = "board_tables.hpp";
const std::string kSystem = "system.hpp";

const std::vector<Table>& tables() {
  static const std::vector<Table> kTables{
      {"board::kNonSecureRanges", kCorstone, 8, true, {{"base", 0, 4, Kind::granules}, {"size", 4, 4, Kind::granules}}},
      {"board::kNonSecureDevices",
       kCorstone,
       8,
       true,
       {{"base", 0, 4, Kind::granules}, {"size", 4, 4, Kind::granules}}},
      {"board::kMemoryControllers",
       kBoard,
       12,
       true,
       {{"registers", 0, 4, Kind::bits}, {"memory", 4, 4, Kind::blocks}}},
      {"board::kNonSecurePorts", kBoard, 8, true, {{"address", 0, 4, Kind::number}, {"non_secure", 4, 4, Kind::bits}}},
      {"board::kNonSecureInterrupts", kBoard, 2, true, {{"line", 0, 2, Kind::number}}},
      {"port::kProcessorSettings",
       "port/armv8m/boot.cpp",
       12,
       true,
       {{"address", 0, 4, Kind::number}, {"value", 4, 4, Kind::bits}}},
      {"port::kDoors",
       "port/armv8m/port_internal.hpp",
       8,
       false,
       {{"first", 0, 4, Kind::granules}, {"end", 4, 4, Kind::granules}}},
      {"port::vectors", "port/armv8m/vectors.cpp", 4, false, {{"", 0, 4, Kind::pointer}}},
      {"spm::system::kPeripheralGates",
       kSystem,
       8,
       false,
       {{"address", 0, 4, Kind::number}, {"bits", 4, 4, Kind::bits}}},
      {"spm::system::kInterrupts",
       kSystem,
       16,
       false,
       {{"source", 0, 2, Kind::number},
        {"owner", 2, 1, Kind::number},
        {"handling", 3, 1, Kind::bits},
        {"signal", 4, 4, Kind::bits},
        {"enabled_at_boot", 8, 1, Kind::bits},
        {"function", 12, 4, Kind::pointer}}},
      {"spm::system::kPartitions",
       kSystem,
       60,
       false,
       {{"id", 0, 4, Kind::number},
        {"services", 12, 4, Kind::bits},
        {"interrupts", 16, 4, Kind::bits},
        {"waitable", 20, 4, Kind::bits},
        {"more_urgent", 24, 4, Kind::bits},
        {"domain", 28, 4, Kind::pointer},
        {"entry", 32, 4, Kind::pointer},
        {"stack_limit", 36, 4, Kind::stack},
        {"stack_top", 40, 4, Kind::stack},
        {"message", 44, 4, Kind::pointer},
        {"init", 48, 4, Kind::pointer},
        {"functions", 52, 4, Kind::pointer}}},
      {"spm::system::kDomains",
       kSystem,
       8,
       false,
       {{"regions", 0, 4, Kind::pointer}, {"region_count", 4, 1, Kind::number}}},
      {"spm::kServiceRows",
       kSystem,
       16,
       false,
       {{"callers", 0, 4, Kind::bits},
        {"owner", 4, 4, Kind::pointer},
        {"entrance", 8, 4, Kind::pointer},
        {"signal", 12, 4, Kind::bits}}},
      {"spm::kServiceNames",
       kSystem,
       16,
       false,
       {{"sid", 0, 4, Kind::number},
        {"service", 4, 4, Kind::pointer},
        {"version", 8, 4, Kind::number},
        {"policy", 12, 1, Kind::bits},
        {"connection_based", 13, 1, Kind::bits}}},
      {"spm::kStatelessRows",
       kSystem,
       12,
       false,
       {{"expected", 0, 4, Kind::number}, {"mask", 4, 4, Kind::bits}, {"service", 8, 4, Kind::pointer}}},
  };
  return kTables;
}

const std::vector<Field> kRowFields{{"base", 0, 4, Kind::row_base}, {"limit", 4, 4, Kind::row_limit}};
const std::vector<Field> kLoadFields{{"image", 0, 4, Kind::number, 8},
                                     {"memory", 4, 4, Kind::number},
                                     {"image_size", 8, 4, Kind::number},
                                     {"zero_size", 12, 4, Kind::number}};

struct Value {
  std::uint32_t value;
  std::string change;
};

std::vector<Value> in_steps(std::uint32_t value, std::uint32_t step) {
  return {{value - step, "-" + hexadecimal(step)}, {value + step, "+" + hexadecimal(step)}};
}

std::vector<Value> other_bits(std::uint32_t value, std::uint32_t size) {
  std::vector<Value> result;
  for (const std::uint32_t other : values_near(value)) {
    if (size == 4 || other >> (size * 8) == 0) {
      result.push_back({other, hexadecimal(value) + " -> " + hexadecimal(other)});
    }
  }
  return result;
}

/// Other values of a region's word: another address, or other attributes.
std::vector<Value> other_rows(std::uint32_t value, std::initializer_list<std::pair<std::uint32_t, const char*>> bits) {
  std::vector<Value> result;
  if ((value & ~(kGranule - 1)) != 0) {
    result = in_steps(value, kGranule);
  }
  for (const auto& [bit, name] : bits) {
    result.push_back({value ^ bit, std::string(name) + ((value & bit) != 0 ? " cleared" : " set")});
  }
  return result;
}

std::vector<Value> others(const Field& field, std::uint32_t value, std::uint32_t of_next_row) {
  switch (field.kind) {
    case Kind::bits: return other_bits(value, field.size);
    case Kind::granules: return in_steps(value, kGranule);
    case Kind::blocks: return in_steps(value, kBlocks);
    case Kind::number: return in_steps(value, field.size == 4 && value > 0x1000'0000U ? 4 : 1);
    case Kind::stack: return in_steps(value, 8);
    case Kind::row_base:
      return value == 0 ? std::vector<Value>{}
                        : other_rows(value, {{1U, "execute never"}, {2U, "unprivileged too"}, {4U, "read only"}});
    case Kind::row_limit:
      return value == 0 ? std::vector<Value>{}
                        : other_rows(value, {{1U, "enable"}, {16U, "privileged never executes"}});
    case Kind::pointer:
      if (value == 0 || value == of_next_row || of_next_row == 0) {
        return {};
      }
      return {{of_next_row, "that of the next row"}};
  }
  return {};
}

std::uint32_t read(const Image& image, std::uint32_t address, std::uint32_t size) {
  std::uint32_t value = 0;
  const std::uint8_t* const bytes = image.at(address, size);
  for (std::uint32_t i = 0; bytes != nullptr && i < size; ++i) {
    value |= std::uint32_t{bytes[i]} << (8 * i);
  }
  return value;
}

class Reader {
 public:
  explicit Reader(const Image& image) : image_(image) {}

  void add(const std::string& name, const Table& table, const Symbol& symbol) {
    const std::uint32_t rows = symbol.size / table.row_size;
    for (std::uint32_t row = 0; row < rows; ++row) {
      for (const Field& field : table.fields) {
        const std::uint32_t at = symbol.address + row * table.row_size;
        if (field.counted_by && read(image_, at + *field.counted_by, 4) == 0) {
          continue;
        }
        const std::uint32_t address = at + field.offset;
        const std::uint32_t next = symbol.address + (row + 1) % rows * table.row_size + field.offset;
        add_field(table, name + "[" + std::to_string(row) + "]" + (field.name.empty() ? "" : "." + field.name), field,
                  address, next);
      }
    }
  }

  [[nodiscard]] std::vector<TableChange> take() { return std::move(all_); }

 private:
  void add_field(const Table& table, const std::string& what, const Field& field, std::uint32_t address,
                 std::uint32_t next) {
    if (image_.at(address, field.size) == nullptr || !seen_.insert(address).second) {
      return;
    }
    const std::uint32_t value = read(image_, address, field.size);
    for (const Value& other : others(field, value, read(image_, next, field.size))) {
      TableChange change{table.file, what, other.change, address, {}, table.is_of_board};
      for (std::uint32_t i = 0; i < field.size; ++i) {
        change.bytes.push_back(static_cast<std::uint8_t>(other.value >> (8 * i)));
      }
      all_.push_back(std::move(change));
    }
  }

  const Image& image_;
  std::vector<TableChange> all_;
  std::set<std::uint32_t> seen_;
};

std::string last_part(const std::string& name) { return name.substr(name.rfind(':') + 1); }

}  // namespace

std::vector<TableChange> changes_of_tables(const Image& image) {
  Reader reader(image);
  for (const Table& table : tables()) {
    if (const auto symbol = image.find(table.symbol)) {
      reader.add(last_part(table.symbol), table, *symbol);
    }
  }
  for (const Symbol& symbol : image.find_all("spm::system::kRegions")) {
    reader.add(last_part(symbol.name), {symbol.name, kSystem, 8, false, kRowFields}, symbol);
  }
  const auto first = image.find("load_table_start");
  const auto end = image.find("load_table_end");
  if (first && end) {
    reader.add("load_table", {"load_table", "image.ld", 16, false, kLoadFields},
               {"load_table", first->address, end->address - first->address});
  }
  return reader.take();
}

}  // namespace mutate
